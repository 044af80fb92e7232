//! Responses as HTTP has them: headers, representations, and which of them a request asks for.

mod header;
mod language;
mod negotiation;
mod representation;
#[cfg(feature = "_layer")]
pub(crate) mod retry_after;

pub use self::header::{Header, HttpResponse, InvalidHeader};
pub use self::representation::Representation;
