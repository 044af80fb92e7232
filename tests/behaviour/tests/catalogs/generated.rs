//! The methods of the enum of a catalog, on the real catalogs.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use behaviour_tests::{Bars, GpConnect, HealthGorilla, Medblocks, blue_button, each_catalog, gp_connect};
use error_runtime::{
    ByCode, Catalog, Code, Entry, Error, IssueType, Parameters, Respond, Response, Retry, Severity, Strings,
    UnknownName,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Every accessor in a constant: none allocates, none runs at run time.
mod constants {
    use behaviour_tests::health_gorilla;

    use super::{
        Code, Duration, Entry, Error, HealthGorilla, IssueType, Parameters, Response, Retry, Severity, Strings,
    };

    const LIMITED: HealthGorilla = HealthGorilla::TooManyRequests;

    pub(super) const ALL: &[HealthGorilla] = HealthGorilla::all();
    pub(super) const COUNT: usize = HealthGorilla::COUNT;
    pub(super) const ENTRY: Entry<'static> = LIMITED.entry();
    pub(super) const NAME: &str = LIMITED.name();
    pub(super) const CODE: Option<Code<'static>> = LIMITED.code();
    pub(super) const STATUS: u16 = LIMITED.status();
    pub(super) const REASON: &str = LIMITED.reason();
    pub(super) const TITLE: &str = LIMITED.title();
    pub(super) const SEVERITY: Severity = LIMITED.severity();
    pub(super) const ISSUE_TYPE: Option<IssueType> = LIMITED.issue_type();
    pub(super) const RETRY: Option<Retry> = LIMITED.retry();
    pub(super) const RETRY_AFTER: Option<Duration> = LIMITED.retry_after();
    pub(super) const ACTION: Option<&str> = LIMITED.action();
    pub(super) const USER_MESSAGE: Option<&str> = LIMITED.user_message();
    pub(super) const DESCRIPTION: Option<&str> = LIMITED.description();
    pub(super) const DISPLAY: Option<&str> = LIMITED.display();
    pub(super) const DOC_URL: Option<&str> = LIMITED.doc_url();
    pub(super) const SINCE: Option<&str> = LIMITED.since();
    pub(super) const DEPRECATED: Option<&str> = LIMITED.deprecated();
    pub(super) const REPLACED_BY: Option<HealthGorilla> = LIMITED.replaced_by();
    pub(super) const METADATA: Option<&str> = LIMITED.metadata("x-nothing");
    pub(super) const TAGS: Strings<'static> = LIMITED.tags();
    pub(super) const METHODS: Strings<'static> = LIMITED.methods();
    pub(super) const ENDPOINTS: Strings<'static> = LIMITED.endpoints();
    pub(super) const PARAMETERS: Parameters<'static> = LIMITED.parameters();
    pub(super) const RESPONSE: Response<'static> = LIMITED.response();
    pub(super) const ERROR: Error<HealthGorilla> = health_gorilla::TooManyRequests.error();
}

#[test]
fn every_fact_of_an_entry_is_known_at_compile_time() {
    use constants::*;
    assert_eq!((ALL.len(), ENTRY.name()), (COUNT, NAME));
    assert_eq!((NAME, STATUS, REASON), ("TOO_MANY_REQUESTS", 429, "Too Many Requests"));
    assert_eq!((CODE, SEVERITY), (None, Severity::Error));
    assert_eq!((ISSUE_TYPE, RETRY.is_some()), (Some(IssueType::Throttled), true));
    assert_eq!((RETRY_AFTER, METADATA, REPLACED_BY), (None, None, None));
    assert_eq!((SINCE, DEPRECATED, DISPLAY), (None, None, None));
    assert!(!TITLE.is_empty());
    let texts = [ACTION, USER_MESSAGE, DESCRIPTION, DOC_URL];
    assert!(texts.iter().flatten().all(|text| !text.is_empty()));
    assert!(TAGS.len() + METHODS.len() + ENDPOINTS.len() + PARAMETERS.len() < 100);
    assert!(!RESPONSE.name().is_empty());
    let error = ERROR;
    assert_eq!(error.status(), STATUS);
}

#[test]
fn an_error_is_at_most_two_words_and_so_is_a_result_of_it() {
    assert_eq!(size_of::<GpConnect>(), 2);
    assert_eq!(size_of::<Option<GpConnect>>(), 2);
    assert!(size_of::<Error<GpConnect>>() <= 16);
    assert!(size_of::<Option<Error<GpConnect>>>() <= 16);
    assert!(size_of::<Result<(), Error<GpConnect>>>() <= 16);
}

#[test]
fn an_error_can_go_to_other_threads_and_into_a_box_of_any_error() {
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<Error<Bars>>();
    is_error::<UnknownName>();
}

/// Tests the methods that all enums have.
fn everything<C>()
where
    C: Catalog + Serialize + DeserializeOwned + std::str::FromStr<Err = UnknownName>,
{
    let names: Vec<&str> = C::all().iter().map(|entry| entry.entry().name()).collect();
    assert!(!names.is_empty() && C::DATA.is_current());
    assert_eq!(
        names.iter().collect::<HashSet<_>>().len(),
        names.len(),
        "names are unique"
    );
    assert_eq!(
        C::all().iter().collect::<HashSet<_>>().len(),
        names.len(),
        "hashes differ"
    );
    assert!(C::all().is_sorted(), "entries are ordered as the catalog is");
    assert!(C::all().iter().collect::<BTreeSet<_>>().into_iter().eq(C::all()));
    for (position, (&entry, name)) in C::all().iter().zip(names).enumerate() {
        assert_eq!((entry.position(), C::from_position(position)), (position, Some(entry)));
        assert_eq!(entry.to_string(), name);
        assert_eq!(format!("{entry:?}"), entry.entry().rust_name());
        assert_eq!((name.parse(), C::from_name(name)), (Ok(entry), Some(entry)));
        let json = serde_json::to_value(entry).unwrap();
        assert_eq!(json, name);
        assert_eq!(serde_json::from_value::<C>(json).unwrap(), entry);
        if let Some(code) = entry.entry().code() {
            let all: Vec<C> = C::by_code(&code.to_string()).collect();
            assert!(all.contains(&entry) && all.is_sorted(), "{name}: {all:?}");
            let same = |other: &&C| other.entry().code() == Some(code);
            assert!(C::all().iter().filter(same).eq(&all), "{name}: {all:?}");
        }
    }
    for unknown in ["", "no such name", "\0", "é"] {
        let error = unknown.parse::<C>().unwrap_err();
        assert_eq!((error.name(), error.catalog()), (unknown, C::DATA.name()));
        assert!(serde_json::from_value::<C>(unknown.into()).is_err());
        assert_eq!(C::by_code(unknown).count(), 0);
    }
    assert!(serde_json::from_str::<C>("7").is_err());
    assert_eq!(C::from_position(usize::MAX), None);
}

#[test]
fn entries_are_ordered_hashed_parsed_shown_and_serialised_by_name() {
    each_catalog!(everything);
}

#[test]
fn a_shared_code_yields_all_its_entries() {
    let statuses = |code: &str| Bars::by_code(code).map(Bars::status).collect::<BTreeSet<u16>>();
    assert_eq!(statuses("REC_TIMEOUT"), BTreeSet::from([408, 409]));
    let issues: HashSet<_> = Bars::by_code("REC_BAD_REQUEST").map(Bars::issue_type).collect();
    assert_eq!(issues.len(), 5);
    let found: ByCode<Bars> = Bars::by_code("REC_BAD_REQUEST");
    assert_eq!(found.len(), found.clone().count());
}

#[test]
fn an_entry_is_a_key_and_a_field_in_serde() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Report {
        counts: std::collections::BTreeMap<Medblocks, u32>,
        last: Option<Medblocks>,
    }
    let (first, last) = (Medblocks::all()[0], Medblocks::all()[Medblocks::COUNT - 1]);
    let report = Report {
        counts: [(first, 2), (last, 1)].into(),
        last: Some(last),
    };
    let json = serde_json::to_string(&report).unwrap();
    assert!(json.contains(&format!("\"{first}\":2")), "{json}");
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
}

#[test]
fn categories_know_their_names_and_are_in_order() {
    use behaviour_tests::bars::Category;
    assert_eq!(Category::all().len(), Bars::DATA.categories());
    assert!(Category::all().is_sorted());
    for &category in Category::all() {
        assert_eq!(category.to_string(), category.name());
        assert_eq!(
            category.facts().map(error_runtime::Category::name),
            Some(category.name())
        );
        assert!(
            Bars::all().iter().any(|entry| entry.category() == Some(category)),
            "{category}"
        );
    }
}

#[test]
fn display_of_entries_and_categories_can_be_padded() {
    assert_eq!(format!("{:<20}|", HealthGorilla::NotFound), "NOT_FOUND           |");
    assert_eq!(format!("{:>6.3}", behaviour_tests::bars::Category::all()[0]).len(), 6);
}

#[test]
fn a_body_without_a_placeholder_for_a_value_is_borrowed_from_the_catalog() {
    let body = blue_button::TokenUnsupportedGrantType
        .error()
        .with_source(std::fmt::Error)
        .body();
    assert!(matches!(body, Some(Cow::Borrowed(_))), "a source is not shown");
    let body = gp_connect::PatientNotFound.error().with_diagnostics("d").body();
    assert!(matches!(body, Some(Cow::Owned(body)) if body.contains("\"diagnostics\":\"d\"")));
}
