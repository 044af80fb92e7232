//! The errors of an authorisation endpoint, in the URI of a redirect.

use behaviour_tests::recorded::Decode;

use error_client::{Decoded, ReceivedResponse};
use error_runtime::{Error, Respond, error_catalog};
use url::Url;

error_catalog! {
    /// The errors of an authorisation server.
    pub enum Oauth = "catalogs/oauth.json";
}

fn read(status: u16, location: &str) -> Decoded<'_, Oauth> {
    let headers = [("Location", location)];
    Oauth::decode(ReceivedResponse::new(status, &headers, b"")).into_owned()
}

fn location(error: impl Into<Error<Oauth>>) -> String {
    let response = error.into().response();
    assert_eq!((response.status, response.body), (302, None));
    let header = response.headers.into_iter().find(|header| header.name == "Location");
    header.unwrap().value.into_owned()
}

#[test]
fn what_a_redirect_says_is_decoded() {
    let sent = location(oauth::InvalidScope {
        redirect_uri: "https://client.example/cb",
        state: "x&y=z #1",
        scope: "a+b é",
    });
    // A URL parser of its own reads the same pairs.
    let url = Url::parse(&sent).unwrap();
    let pairs: Vec<_> = url.query_pairs().collect();
    let expected = [
        ("error", "invalid_scope"),
        ("error_description", "The scope a+b é is not valid."),
        ("state", "x&y=z #1"),
    ];
    assert!(
        pairs.iter().map(|(name, value)| (&**name, &**value)).eq(expected),
        "{sent}"
    );
    let decoded = read(302, &sent);
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.known(), Some(Oauth::InvalidScope));
    let parameters: Vec<_> = ["redirect_uri", "state", "scope"]
        .map(|name| issue.parameter(name))
        .into();
    assert_eq!(
        parameters,
        [Some("https://client.example/cb"), Some("x&y=z #1"), Some("a+b é")]
    );
    assert_eq!(issue.text(), Some("The scope a+b é is not valid."));
    assert_eq!(issue.code(), Some("invalid_scope"));
    assert!(decoded.is_error() && issue.drift().is_none());
}

#[test]
fn order_other_pairs_and_the_fragment_do_not_matter() {
    for location in [
        "https://client.example/cb?state=1&error_description=The+person+refused+access+%26+left.&error=access_denied&iss=https%3A%2F%2Fas.example",
        "https://client.example/cb#error=access_denied&state=1",
        "https://client.example/cb?keep=1&error=access_denied",
        "/cb?error=access_denied",
    ] {
        let decoded = read(302, location);
        assert_eq!(decoded.entry(), Some(Oauth::AccessDenied), "{location}");
        assert!(decoded.is_error());
    }
}

#[test]
fn a_redirect_without_an_error_is_none() {
    for location in [
        "https://client.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz",
        "https://client.example/login",
        "https://client.example/login?next=/x?error=access_denied",
        "https://client.example/form?error=",
        "?",
        "",
    ] {
        let decoded = read(302, location);
        assert!(!decoded.is_error() && decoded.entry().is_none(), "{location}");
    }
    assert!(!Oauth::decode(ReceivedResponse::new(302, &[], b"")).is_error());
}

#[test]
fn an_unknown_error_keeps_its_code_and_text() {
    let decoded = read(
        302,
        "https://client.example/cb?error=login_required&error_description=Log%20in&state=1",
    );
    let issue = decoded.issue().unwrap();
    assert!(decoded.is_error());
    assert_eq!(
        (issue.known(), issue.code(), issue.text()),
        (None, Some("login_required"), Some("Log in"))
    );
}

#[test]
fn the_body_identifies_the_entries_of_the_token_endpoint() {
    let body = oauth::InvalidGrant.error().body().unwrap();
    let decoded = Oauth::decode(ReceivedResponse::new(400, &[], body.as_bytes()));
    assert_eq!(decoded.entry(), Some(Oauth::InvalidGrant));
}

#[test]
fn constants_are_percent_encoded_in_a_uri() {
    let sent = location(oauth::TemporarilyUnavailable {
        redirect_uri: "https://client.example/cb",
        state: "1",
    });
    assert_eq!(
        sent,
        "https://client.example/cb?error=temporarily_unavailable&error_description=The%20server%20is%20overloaded&state=1"
    );
    assert_eq!(read(302, &sent).entry(), Some(Oauth::TemporarilyUnavailable));
}

#[test]
fn an_optional_pair_is_omitted_alone() {
    let redirect_uri = "https://client.example/cb?shop=7&page=2";
    let of = |session| oauth::InteractionRequired { redirect_uri, session };
    let consent = oauth::ConsentRequired {
        redirect_uri,
        session: None,
    };
    let start = "https://client.example/cb?shop=7&page=2#error=";
    let required = format!("{start}interaction_required&error_description=The%20person%20has%20to%20act&lang=en");
    let iss = "&iss=https://as.example";
    for (sent, expected, entry, session) in [
        (
            location(of(None)),
            format!("{required}{iss}"),
            Oauth::InteractionRequired,
            None,
        ),
        (
            location(of(Some("a&b"))),
            format!("{required}&state=a%26b{iss}"),
            Oauth::InteractionRequired,
            Some("a&b"),
        ),
        (
            location(consent),
            format!(
                "{start}consent_required&error_description=Consent%20is%20missing&lang=en&error_uri=https%3A%2F%2Fas.example%2Ferrors%23consent_required{iss}"
            ),
            Oauth::ConsentRequired,
            None,
        ),
    ] {
        assert_eq!(sent, expected);
        let decoded = read(302, &sent);
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.known(), Some(entry), "{sent}");
        assert_eq!(issue.parameter("redirect_uri"), Some(redirect_uri), "{sent}");
        assert_eq!(issue.parameter("session"), session, "{sent}");
    }
}

#[test]
fn the_query_of_a_redirect_uri_is_part_of_it() {
    for (location, redirect_uri) in [
        (
            "https://client.example/cb?shop=7&error=access_denied&state=1",
            Some("https://client.example/cb?shop=7"),
        ),
        (
            "https://client.example/cb?error=access_denied&state=1&shop=7",
            Some("https://client.example/cb"),
        ),
        // After a second question mark, the pair is not certain to be that of the error.
        ("https://client.example/cb?next=/x?y&error=access_denied&state=1", None),
    ] {
        let decoded = read(302, location);
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.parameter("redirect_uri"), redirect_uri, "{location}");
        assert_eq!(issue.parameter("state"), Some("1"), "{location}");
    }
}
