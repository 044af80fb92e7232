//! Services of a bank, whose catalogs extend one base.

use behaviour_tests::recorded::Decode;
use behaviour_tests::samples;
use error_client::ReceivedResponse;
use error_runtime::{CatalogError, Error, Extends, Representation, Respond as _};

error_runtime::error_catalog! {
    /// The errors that all services have.
    pub enum Bank = "catalogs/bank/base.json";
}

error_runtime::error_catalog! {
    /// Errors of payments.
    #[catalog(extends = Bank)]
    pub enum Payments = "catalogs/bank/payments.json";
}

error_runtime::error_catalog! {
    /// Errors of cards.
    pub enum Cards = "catalogs/bank/cards.json";
}

error_runtime::error_catalog! {
    /// Errors of loans, also in German.
    pub enum Loans = "catalogs/bank/loans.json";
}

error_runtime::error_catalog! {
    /// Errors of term deposits.
    pub enum Deposits = "catalogs/bank/deposits.json";
}

error_runtime::error_catalog! {
    /// Errors of identity checks, in XML.
    pub enum Identity = "catalogs/bank/identity.json";
}

/// An error of a library that all services use.
#[derive(Debug, CatalogError)]
#[catalog(Bank)]
enum AccountError {
    #[code(AccountNotFound)]
    Unknown {
        #[param]
        account: String,
    },
    #[code(Internal)]
    Store(#[from] std::io::Error),
}

#[derive(Debug, CatalogError)]
#[catalog(Payments)]
enum PaymentError {
    #[code(InsufficientFunds)]
    Funds {
        #[param]
        account: String,
    },
    #[code(transparent)]
    Account(#[from] AccountError),
    #[code(transparent)]
    Shared(Error<Bank>),
    #[code(transparent)]
    Payment(Error<Payments>),
}

#[test]
fn an_error_of_the_base_is_one_of_the_service() {
    let unknown = AccountError::Unknown {
        account: "GB33".to_owned(),
    };
    let error = PaymentError::from(unknown).into_error();
    assert_eq!((error.entry(), error.status()), (Payments::AccountNotFound, 404));
    assert_eq!(
        error.body().unwrap_or_default(),
        r#"{"errorCode":"ACCOUNT_NOT_FOUND","message":"No account has the number GB33."}"#
    );
    let failed = PaymentError::from(AccountError::from(std::io::Error::other("disk full")));
    assert_eq!(failed.origin().map(ToString::to_string).as_deref(), Some("disk full"));
    let failed = failed.into_error();
    assert_eq!(failed.entry(), Payments::Internal);
    assert_eq!(
        std::error::Error::source(&failed).map(ToString::to_string).as_deref(),
        Some("disk full")
    );
}

#[test]
fn the_details_of_an_error_of_the_base_are_kept() {
    let shared = Error::from(bank::Maintenance { seconds: Some(30) }).with_request_id("r-1");
    let error = PaymentError::Shared(shared).into_error();
    assert_eq!(error.entry(), Payments::Maintenance);
    let headers = error.headers();
    let header = |name: &str| {
        headers
            .iter()
            .find(|header| header.name == name)
            .map(|header| header.value.as_ref())
    };
    assert_eq!(
        (header("Retry-After"), header("X-Request-Id")),
        (Some("30"), Some("r-1"))
    );
}

#[test]
fn errors_of_the_catalog_itself_are_forwarded_as_before() {
    let own = PaymentError::Payment(payments::InsufficientFunds { account: "GB33" }.into());
    assert_eq!(own.into_error().message(), "The balance of GB33 is too low.");
    let funds = PaymentError::Funds {
        account: "GB33".to_owned(),
    };
    assert_eq!(funds.into_error().entry(), Payments::InsufficientFunds);
    let entries = <PaymentError as CatalogError<Payments>>::entries();
    assert!(entries.starts_with(&[
        Payments::InsufficientFunds,
        Payments::AccountNotFound,
        Payments::Internal
    ]));
}

#[test]
fn every_entry_of_the_base_has_its_name_in_the_service() {
    for &entry in Bank::all() {
        assert_eq!(
            <Payments as Extends<Bank>>::entry_of(entry).entry().name(),
            entry.entry().name()
        );
    }
    assert_eq!(
        Payments::AccountNotFound.title(),
        "The account of the payee is not with this bank"
    );
    assert_eq!(Payments::AccountNotFound.status(), 404);
    let cards: Vec<&str> = Cards::all().iter().map(|entry| entry.name()).collect();
    assert_eq!(
        cards,
        [
            "UNAUTHENTICATED",
            "ACCOUNT_NOT_FOUND",
            "MAINTENANCE",
            "INTERNAL",
            "CARD_BLOCKED"
        ]
    );
    let body = cards::CardBlocked.error().body().unwrap_or_default().into_owned();
    assert_eq!(
        body,
        r#"{"error":{"code":"CARD_BLOCKED","text":"The card is blocked"}}"#
    );
}

#[test]
fn five_services_have_the_errors_of_the_base_each_in_its_own_form() {
    fn maintenance<C: Decode>() -> (String, Option<u64>) {
        let entry = C::all().iter().find(|entry| entry.entry().name() == "MAINTENANCE");
        let entry = *entry.unwrap();
        let delay = entry.entry().retry_after().map(|delay| delay.as_secs());
        let body = samples::sample(entry).body().unwrap_or_default().into_owned();
        (body, delay)
    }
    let closed = "The core banking system is closed for maintenance";
    let flat = |text: &str| format!(r#"{{"errorCode":"MAINTENANCE","message":"{text}"}}"#);
    assert_eq!(maintenance::<Payments>(), (flat(closed), Some(600)));
    assert_eq!(maintenance::<Loans>(), (flat(closed), Some(600)));
    assert_eq!(
        maintenance::<Deposits>(),
        (flat("Interest is being booked"), Some(3600))
    );
    let nested = format!(r#"{{"error":{{"code":"MAINTENANCE","text":"{closed}"}}}}"#);
    assert_eq!(maintenance::<Cards>(), (nested, Some(600)));
    let xml = format!(r#"<Refusal code="MAINTENANCE"><Text>{closed}</Text></Refusal>"#);
    assert_eq!(maintenance::<Identity>(), (xml, Some(600)));
}

#[test]
fn a_service_removes_overrides_and_adds_entries() {
    fn own<C: Decode>() -> Vec<&'static str> {
        let names = C::all().iter().map(|entry| entry.entry().name());
        names.skip_while(|name| *name != "INTERNAL").skip(1).collect()
    }
    assert_eq!(own::<Loans>(), ["CREDIT_REFUSED", "INCOME_UNPROVEN"]);
    assert_eq!(own::<Deposits>(), ["DEPOSIT_NOT_FOUND", "TERM_RUNNING"]);
    assert_eq!(own::<Identity>(), ["DOCUMENT_EXPIRED", "FACE_UNLIKE_PHOTO"]);
    assert_eq!((Bank::all().len(), Loans::all().len()), (5, 7));
    assert_eq!((Deposits::all().len(), Identity::all().len()), (6, 5));
    // The category of the service, on an entry of the base.
    assert_eq!(Loans::LegacyLimit.tags().get(0), Some("credit"));
    assert_eq!(Loans::LegacyLimit.title(), "The credit limit of the customer is used");
    // The fallbacks of base and service.
    let fallback = |status| Error::<Deposits>::fallback(status).map(|error| error.entry());
    assert_eq!(fallback(404), Some(Deposits::DepositNotFound));
    assert_eq!(fallback(502), Some(Deposits::Internal));
}

#[test]
fn a_service_translates_the_errors_of_its_base() {
    let error = Loans::AccountNotFound.entry().in_language("de");
    assert_eq!(error.title(), "Unbekanntes Konto");
    let german = Representation::OWN.negotiate_language(Loans::AccountNotFound.entry(), [b"de".as_slice()]);
    let error = Error::from(loans::AccountNotFound { account: "DE02" });
    assert_eq!(
        error.body_as(german).unwrap_or_default(),
        r#"{"errorCode":"ACCOUNT_NOT_FOUND","message":"Kein Konto hat die Nummer DE02."}"#
    );
}

#[test]
fn every_error_of_every_service_is_decoded_to_its_entry() {
    fn check<C: Decode + PartialEq + std::fmt::Debug>() {
        for &entry in C::all() {
            let response = samples::sample(entry).response();
            let headers: Vec<(&str, &str)> = response.headers.iter().map(|one| (&*one.name, &*one.value)).collect();
            let body = response.body.as_deref().unwrap_or_default();
            let decoded = C::decode(ReceivedResponse::new(response.status, &headers, body.as_bytes()));
            assert_eq!(decoded.entry(), Some(entry), "{body}");
            assert_eq!(decoded.notes().next(), None, "{body}");
        }
    }
    check::<Bank>();
    check::<Payments>();
    check::<Cards>();
    check::<Loans>();
    check::<Deposits>();
    check::<Identity>();
}
