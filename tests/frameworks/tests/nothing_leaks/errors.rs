//! Nested errors with a marker in every field and every source.
#![allow(dead_code, reason = "fields that only `Debug` could show")]

use std::error::Error as StdError;
use std::fmt;

use error_runtime::{CatalogError, error_catalog};

error_catalog! {
    /// Errors with much to hide.
    pub enum Leaks = "catalogs/leaks.json";
}

/// Anybody may see it.
pub const PUBLIC: &str = "PUBLIC";
/// It identifies a patient: no output contains it.
pub const PERSONAL: &str = "PERSONAL";
/// Operators may see it: parameters that the catalog calls internal.
pub const INTERNAL: &str = "INTERNAL-host";
/// The same, as a number.
pub const SHARD: u32 = 73_317;
/// Operators may see it: causes.
pub const SOURCE: &str = "SOURCE";
/// What a field has that is no parameter: the service's own business.
pub const UNMARKED: &str = "UNMARKED";

/// A cause of a cause, with something to hide in its text and in its fields.
#[derive(Debug)]
pub struct Cause {
    url: String,
    below: Option<Box<Self>>,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{SOURCE} postgres://clinic:{SOURCE}@db/patients\r\n\u{1b}[31mforged line"
        )
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.below.as_deref().map(|below| below as _)
    }
}

pub fn cause() -> Cause {
    let cause = |below| Cause {
        url: format!("{SOURCE} url"),
        below,
    };
    cause(Some(Box::new(cause(Some(Box::new(cause(None)))))))
}

#[derive(CatalogError)]
#[catalog(Leaks, debug)]
pub enum Outer {
    #[code(transparent)]
    Middle(#[from] Box<Middle>),
    #[code(with = chosen)]
    Chosen { detail: String, source: Inner },
}

impl Outer {
    fn chosen(&self) -> Inner {
        inner(usize::from(matches!(self, Self::Chosen { .. })))
    }
}

#[derive(CatalogError)]
#[catalog(Leaks, debug)]
pub enum Middle {
    #[code(transparent)]
    Inner(#[from] Inner),
    #[code(Internal)]
    Failed {
        #[param]
        patient: String,
        #[param]
        nhs_number: String,
        #[param]
        host: String,
        #[param]
        shard: u32,
        note: String,
        source: Inner,
    },
}

#[derive(CatalogError)]
#[catalog(Leaks, debug)]
pub enum Inner {
    #[code(NotFound)]
    #[expression("Patient.where(id = '{patient}')")]
    NotFound {
        #[param]
        patient: String,
        #[param]
        nhs_number: String,
        #[param]
        host: String,
        #[param]
        shard: u32,
        note: String,
        #[source]
        cause: Cause,
    },
    #[code(Consent)]
    #[diagnostics("for {patient}")]
    Consent {
        #[param]
        patient: String,
        #[param]
        nhs_number: String,
        #[param]
        host: String,
        #[param]
        shard: u32,
        note: String,
        #[source]
        cause: Option<Box<dyn StdError + Send + Sync>>,
    },
}

pub fn inner(number: usize) -> Inner {
    if number == 0 {
        return not_found(PUBLIC.to_owned());
    }
    Inner::Consent {
        patient: PUBLIC.to_owned(),
        nhs_number: PERSONAL.to_owned(),
        host: INTERNAL.to_owned(),
        shard: SHARD,
        note: UNMARKED.to_owned(),
        cause: Some(cause().into()),
    }
}

/// An error about this patient.
pub fn not_found(patient: String) -> Inner {
    Inner::NotFound {
        patient,
        nhs_number: PERSONAL.to_owned(),
        host: INTERNAL.to_owned(),
        shard: SHARD,
        note: UNMARKED.to_owned(),
        cause: cause(),
    }
}

/// One error of each form.
pub fn error(number: usize) -> Outer {
    let failed = |source| Middle::Failed {
        patient: PUBLIC.to_owned(),
        nhs_number: PERSONAL.to_owned(),
        host: INTERNAL.to_owned(),
        shard: SHARD,
        note: UNMARKED.to_owned(),
        source,
    };
    match number {
        0 | 1 => Outer::from(Box::new(Middle::from(inner(number)))),
        2 | 3 => Outer::from(Box::new(failed(inner(number - 2)))),
        _ => Outer::Chosen {
            detail: UNMARKED.to_owned(),
            source: inner(0),
        },
    }
}

pub const ERRORS: usize = 5;
