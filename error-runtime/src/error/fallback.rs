//! Errors that replace responses of the framework.

use super::single::Error;
use crate::catalog::{Catalog, Fallback};

impl<C: Catalog> Error<C> {
    /// Returns the error that replaces a response of the framework with this status.
    ///
    /// It is the catalog's fallback for the status, otherwise the one for its class (`4xx`, `5xx`), with the parameters
    /// that the fallback sets; `None` if the catalog has neither. Its status is that of the entry, or `status` if it is
    /// one of the entry's [`statuses`](crate::Entry::statuses). If neither is of the same class, it is the first of the entry's statuses that is.
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
    /// # use api::Clinic;
    /// use error_runtime::Error;
    ///
    /// let error = Error::<Clinic>::fallback(502).unwrap();
    /// assert_eq!(error.entry(), Clinic::Internal);
    /// ```
    pub fn fallback(status: u16) -> Option<Self> {
        let found = Fallback::find(C::DATA, status)?;
        let mut error = Self::__from_entry(C::from_position(found.entry())?).with_status(status);
        let is_of_class = |own: &u16| own / 100 == status / 100;
        if !is_of_class(&error.status())
            && let Some(own) = C::DATA.entry(found.entry())?.statuses().find(is_of_class)
        {
            error = error.with_status(own);
        }
        for (name, value) in found.values() {
            // The compiler of the catalog checked the values.
            error.set_parameter(name, value).ok()?;
        }
        Some(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;
    use std::string::ToString;

    #[test]
    fn the_fallback_of_a_status_precedes_that_of_its_class() {
        assert_eq!(Clinic::fallback(408), Some(Clinic::RecTimeout));
        assert_eq!(Clinic::fallback(404), Some(Clinic::Gone));
        assert_eq!(Clinic::fallback(599), Some(Clinic::Upstream));
        for status in [0, 4, 5, 40, 200, 399, 600, u16::MAX] {
            assert_eq!(Clinic::fallback(status), None, "{status}");
        }
    }

    #[test]
    fn a_fallback_has_an_allowed_status_and_the_parameters_of_the_catalog() {
        let error = Error::<Clinic>::fallback(503).unwrap();
        assert_eq!((error.status(), error.parameter("peer")), (503, Some("the ward")));
        assert_eq!(error.to_string(), "20003: Upstream the ward failed");
        assert_eq!(Error::<Clinic>::fallback(404).unwrap().status(), 410);
    }

    #[test]
    fn fallbacks_are_available_at_compile_time() {
        const POSITION: Option<usize> = Clinic::DATA.fallback(500);
        assert_eq!(POSITION, Some(Clinic::Upstream as usize));
    }
}
