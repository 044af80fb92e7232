//! Calls inside a function and inside modules in modules.

/// The body of an error whose catalog only this function knows.
#[must_use]
pub fn in_a_function(bed: &str) -> Option<std::borrow::Cow<'static, str>> {
    error_runtime::error_catalog! {
        /// Known here only.
        enum Ward = "catalogs/ward.json";
    }
    let error: error_runtime::Error<Ward> = ward::BedTaken { bed }.into();
    let _bed = error
        .entry()
        .category()
        .filter(|&category| category == ward::Category::Bed)?;
    error_runtime::Respond::body(&error)
}

/// How many entries a catalog has that only this block knows.
#[must_use]
pub const fn in_a_block() -> usize {
    {
        error_runtime::error_catalog! {
            /// Known here only.
            enum Names = "catalogs/prelude.json";
        }
        Names::COUNT
    }
}

/// A module.
pub mod outer {
    /// In a module.
    pub mod inner {
        error_runtime::error_catalog! {
            /// Errors of the ward, for the outer module.
            pub(in crate::inside::outer) enum Ward = "catalogs/ward.json";
        }

        error_runtime::error_catalog! {
            /// Errors of the ward, for the module above.
            pub(super) enum Above = "catalogs/ward.json";
        }

        error_runtime::error_catalog! {
            /// Errors of the ward, for the crate.
            pub(crate) enum Whole = "catalogs/ward.json";
        }
    }

    error_runtime::error_catalog! {
        /// Errors of the ward, for this module: see [`statuses`].
        pub(self) enum Own = "catalogs/ward.json";
    }

    /// The statuses of entries that are visible here and no farther.
    #[must_use]
    pub fn statuses(bed: &str) -> [u16; 4] {
        let ward: error_runtime::Error<inner::Ward> = inner::ward::BedTaken { bed }.into();
        let above: error_runtime::Error<inner::Above> = inner::above::BedTaken { bed }.into();
        [
            ward.status(),
            above.status(),
            inner::Whole::Teapot.status(),
            Own::Teapot.status(),
        ]
    }
}
