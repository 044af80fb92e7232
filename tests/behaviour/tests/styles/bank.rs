//! Services of a bank, whose catalogs extend one base.

use error_runtime::{CatalogError, Error, Extends, Respond as _};

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
