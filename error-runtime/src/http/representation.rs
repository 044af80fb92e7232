//! The representations of a body, and their media types.

use alloc::borrow::Cow;
use alloc::string::String;

use error_layout::grammar::MediaType;

use crate::catalog::Entry;
use crate::catalog::Response;
use crate::catalog::{FhirVersion, Format};
use crate::render::{self, Syntax};

/// The syntax and media type of a body, the catalog's own or the XML of FHIR or of problem details, and the language of its texts.
///
/// [`negotiate`](Self::negotiate) selects syntax and media type by the `Accept` header of a request, and
/// [`negotiate_language`](Self::negotiate_language) the language by `Accept-Language`. An entry that does not have the
/// representation uses [`OWN`](Self::OWN), so one representation can be used for every error of an API.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::{Clinic, clinic};
/// use error_runtime::{Representation, Respond};
///
/// let error = clinic::BadRequest.error();
/// let accept: [&[u8]; 1] = [b"application/fhir+xml"];
/// let representation = Representation::negotiate(Clinic::BadRequest.entry(), accept, None);
///
/// assert_eq!(representation, Representation::negotiate(Clinic::BadRequest.entry(), [], Some("_format=xml")));
/// assert!(error.body_as(representation).unwrap().starts_with("<OperationOutcome"));
/// ```
///
/// The media type of XML is `application/fhir+xml`, or `application/xml+fhir` if DSTU2 is the only version of the response, or the catalog's own is that of
/// DSTU2; that of problem details is `application/problem+xml` (RFC 9457, appendix B). It has the parameters of the response's `content_type`, such as
/// `charset=utf-8`.
#[doc(alias = "content negotiation")]
#[doc(alias = "Accept")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Representation {
    pub(crate) syntax: Syntax,
    /// The media type that a request asked for, if it is not the default of the syntax.
    pub(crate) media_type: Option<&'static str>,
    /// The language of the texts, if one was selected.
    pub(crate) language: Option<&'static str>,
}

impl Syntax {
    /// Returns the media types of a format in this syntax that a request can name; none for a format that has one syntax.
    ///
    /// Those of an `OperationOutcome` are those of FHIR, those from before STU3, and the generic ones
    /// (<https://hl7.org/fhir/R4/http.html#mime-type>).
    pub const fn names(self, format: Format) -> &'static [&'static str] {
        match (format, self) {
            (Format::OperationOutcome, Self::Own) => &[
                "application/fhir+json",
                "application/json+fhir",
                "application/json",
                "text/json",
            ],
            (Format::OperationOutcome, Self::Xml) => &[
                "application/fhir+xml",
                "application/xml+fhir",
                "application/xml",
                "text/xml",
            ],
            (Format::Problem, Self::Own) => &["application/problem+json", "application/json", "text/json"],
            (Format::Problem, Self::Xml) => &["application/problem+xml", "application/xml", "text/xml"],
            _ => &[],
        }
    }

    /// Returns the default media type of this syntax, without parameters.
    pub(crate) fn usual_name(self, response: Response<'_>) -> &str {
        let own = MediaType::split(response.content_type().unwrap_or("")).essence;
        let (xml, xml_of_dstu2) = ("application/fhir+xml", "application/xml+fhir");
        match self {
            Self::Own => own,
            Self::Xml if response.format() == Format::Problem => "application/problem+xml",
            Self::Xml if own.eq_ignore_ascii_case("application/json+fhir") => xml_of_dstu2,
            Self::Xml if response.fhir_versions().iter().eq([FhirVersion::Dstu2]) => xml_of_dstu2,
            Self::Xml => xml,
        }
    }
}

impl Representation {
    /// The format and media type of the response in the catalog.
    pub const OWN: Self = Self {
        syntax: Syntax::Own,
        media_type: None,
        language: None,
    };

    /// XML of FHIR or of problem details, for entries that [support it](Entry::has_xml).
    pub const XML: Self = Self {
        syntax: Syntax::Xml,
        ..Self::OWN
    };

    /// Whether this is XML of FHIR or of problem details.
    pub const fn is_xml(self) -> bool {
        matches!(self.syntax, Syntax::Xml)
    }

    /// Returns the syntax of a response with several errors.
    pub(crate) fn syntax_of<'a>(self, mut entries: impl Iterator<Item = Entry<'a>>) -> Syntax {
        let Some(first) = entries.next() else {
            return Syntax::Own;
        };
        // All errors are reported, if necessary in another syntax than the requested one.
        let has_part = |entry: Entry<'_>| {
            render::has_body(entry, Syntax::Own) && entry.response().format() == first.response().format()
        };
        if self.syntax == Syntax::Xml && first.has_xml() && entries.all(|other| other.has_xml() || !has_part(other)) {
            Syntax::Xml
        } else {
            Syntax::Own
        }
    }

    /// Returns the `Content-Type` of a body in a syntax; `None` if there is no body.
    pub(crate) fn content_type(self, syntax: Syntax, response: Response<'static>) -> Option<Cow<'static, str>> {
        let own = response.content_type()?;
        if (self.syntax, self.media_type, syntax) == (Syntax::Own, None, Syntax::Own) {
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
    /// Whether the body is also available as XML of FHIR or of problem details ([`Representation::XML`]).
    ///
    /// An `OperationOutcome` and problem details are, unless their response has members that XML cannot express.
    pub const fn has_xml(self) -> bool {
        render::has_body(self, Syntax::Xml)
    }
}
