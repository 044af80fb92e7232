//! A compiled catalog, read in place: a view of the whole and one of each of its parts.
//!
//! [`data`](self::data) is the bytes; each part adds its own methods to [`Data`]. Views are copied cheaply, and no accessor allocates or panics.

mod category;
mod data;
mod entry;
mod enumeration;
mod facts;
mod fallback;
mod language;
mod lookup;
mod overview;
mod parameter;
mod response;
mod vocabulary;

pub use self::category::Category;
pub use self::data::Data;
pub use self::entry::{Code, Entry};
pub use self::enumeration::{AsEntry, ByCode, Catalog, UnknownName};
pub use self::facts::{Fact, Facts, Strings, StringsIter};
pub(crate) use self::fallback::Fallback;
pub(crate) use self::language::prefixes;
pub use self::lookup::Positions;
pub use self::parameter::{Parameter, Parameters, ParametersIter};
pub use self::response::{FhirVersions, Response};
pub use self::vocabulary::{FhirVersion, Format, IssueType, ParameterType, Retry, Severity, UnknownWord, Visibility};
