//! The forms in which a body can be sent, and the media types of each.

use alloc::borrow::Cow;
use alloc::string::String;

use error_layout::grammar::MediaType;

use crate::entry::Entry;
use crate::group::Response;
use crate::render::{self, Syntax};
use crate::vocabulary::{FhirVersion, Format};

/// Which body of an error to send, and under which media type.
///
/// A request says which one it wants: see [`negotiate`](Self::negotiate). One that an entry does not have is answered as [`OWN`](Self::OWN), so
/// that a representation chosen once serves every error of an API.
///
/// The media type of XML is `application/fhir+xml`, or `application/xml+fhir` where the catalog's own is that of DSTU2; it has the parameters
/// of the response's `content_type`, as in `charset=utf-8`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Representation {
    pub(crate) syntax: Syntax,
    /// One of the names of the form that a request asked for, in place of the usual one.
    pub(crate) media_type: Option<&'static str>,
}

impl Syntax {
    /// The media types by which a request can ask for this form of an `OperationOutcome`.
    ///
    /// FHIR R4 and R5, `http.html#mime-type`: those of FHIR, those it had before STU3, and the generic ones.
    pub const fn names(self) -> [&'static str; 4] {
        match self {
            Self::Own => [
                "application/fhir+json",
                "application/json+fhir",
                "application/json",
                "text/json",
            ],
            Self::Xml => [
                "application/fhir+xml",
                "application/xml+fhir",
                "application/xml",
                "text/xml",
            ],
        }
    }

    /// The media type of this form without parameters, unless a request asked for another.
    pub(crate) fn usual_name(self, response: Response<'_>) -> &str {
        let own = MediaType::split(response.content_type().unwrap_or("")).essence;
        let [xml, xml_of_dstu2, ..] = Self::Xml.names();
        let [_, json_of_dstu2, ..] = Self::Own.names();
        match self {
            Self::Own => own,
            Self::Xml if own.eq_ignore_ascii_case(json_of_dstu2) => xml_of_dstu2,
            Self::Xml if response.fhir_versions().iter().eq([FhirVersion::Dstu2]) => xml_of_dstu2,
            Self::Xml => xml,
        }
    }
}

impl Representation {
    /// The body as the catalog's response has it, under the response's own media type.
    pub const OWN: Self = Self {
        syntax: Syntax::Own,
        media_type: None,
    };

    /// FHIR's XML, for entries that [have it](Entry::has_xml).
    pub const XML: Self = Self {
        syntax: Syntax::Xml,
        media_type: None,
    };

    /// Whether it is XML, for entries that [have it](Entry::has_xml).
    pub const fn is_xml(self) -> bool {
        matches!(self.syntax, Syntax::Xml)
    }

    /// The form in which errors that are all in one answer are written.
    pub(crate) fn syntax_of<'a>(self, mut entries: impl Iterator<Item = Entry<'a>>) -> Syntax {
        let Some(first) = entries.next() else {
            return Syntax::Own;
        };
        // An error that would be missing in the answer is worse than an answer in another form.
        let has_part = |entry: Entry<'_>| {
            render::has_body(entry, Syntax::Own) && entry.response().format() == first.response().format()
        };
        if self.syntax == Syntax::Xml && first.has_xml() && entries.all(|other| other.has_xml() || !has_part(other)) {
            Syntax::Xml
        } else {
            Syntax::Own
        }
    }

    /// The `Content-Type` of a body that is written in a form; `None` if there is no body.
    pub(crate) fn content_type(self, syntax: Syntax, response: Response<'static>) -> Option<Cow<'static, str>> {
        let own = response.content_type()?;
        if self == Self::OWN && syntax == Syntax::Own {
            return Some(Cow::Borrowed(own));
        }
        let usual = syntax.usual_name(response);
        let named = self
            .media_type
            .filter(|_| self.syntax == syntax && response.format() == Format::OperationOutcome);
        let name = named.unwrap_or(usual);
        let own_name = MediaType::split(own).essence;
        if name == own_name {
            return Some(Cow::Borrowed(own));
        }
        let parameters = own.find(';').and_then(|at| own.get(at..)).unwrap_or("");
        let mut media_type = String::with_capacity(name.len() + parameters.len());
        media_type.push_str(name);
        media_type.push_str(parameters);
        Some(Cow::Owned(media_type))
    }
}

impl Entry<'_> {
    /// Whether its body can also be sent as FHIR's XML ([`Representation::XML`]): that of an `OperationOutcome` can, unless its response has
    /// members that FHIR's XML cannot express.
    pub const fn has_xml(self) -> bool {
        render::has_body(self, Syntax::Xml)
    }
}
