//! Derived errors, of every shape.

use std::time::Duration;

use error_runtime::CatalogError;

use crate::{InnerWard, Ward};

/// The errors of a bed.
#[derive(Debug, CatalogError)]
#[catalog(Ward, InnerWard)]
pub enum BedError<'a, Cause> {
    /// The bed is taken.
    #[code(BedTaken, diagnostics = "{bed} is taken by {by:?}")]
    Taken {
        /// The bed.
        #[param]
        bed: &'a str,
        /// Who has it.
        by: u8,
    },
    /// The bed is no more.
    #[allow(deprecated)]
    #[code(BedGone)]
    Gone(#[param(bed)] String),
    /// The ward is at fault.
    #[code(Upstream)]
    #[display("the ward does not answer")]
    Cause {
        /// Why.
        source: Cause,
        /// How long to wait.
        #[retry_after]
        wait: Option<Duration>,
    },
    /// Something else.
    #[code(transparent)]
    Other(#[from] Other),
    /// Whatever it is.
    #[code(with = choose)]
    Chosen,
}

impl<Cause> BedError<'_, Cause> {
    fn choose(&self) -> Other {
        let _ = self;
        Other
    }
}

/// Something else.
#[derive(CatalogError)]
#[catalog(Ward, InnerWard, debug)]
#[code(Teapot)]
pub struct Other;

/// An error of one catalog, which says nothing by itself.
#[derive(Debug, CatalogError)]
#[catalog(Ward)]
#[code(NoAccess)]
#[display("no access to bed {0}")]
pub struct NoAccess(pub u8);
