//! One issue of a response, as a client sees it.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;

use error_runtime::{AsEntry, Code, Entry, IssueType, Severity};

use super::decoded::Decoded;
use super::drift::Drift;
use super::read::{CodingData, IssueData};
use super::text::Part;

/// The result of looking up an issue in the catalog.
///
/// The methods of [`Issue`] return what the server sent, also for an [`Unknown`](Self::Unknown) issue.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{Decode, Found, ReceivedResponse};
///
/// let decoded = Clinic::decode(ReceivedResponse::new(400, &[], br#"{ "code": "NEW", "message": "Too new" }"#));
/// for issue in decoded.issues() {
///     match issue.found() {
///         Found::Known(entry) => println!("{}", entry.title()),
///         Found::Ambiguous(entries) => println!("one of {entries:?}"),
///         Found::Unknown => assert_eq!(issue.code(), Some("NEW")),
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'d, C> {
    /// Exactly one entry matches.
    Known(C),
    /// Several entries match equally well.
    Ambiguous(&'d [C]),
    /// No entry matches: the error is newer than the catalog, or of another system.
    Unknown,
}

/// One issue of a response: its codes, texts, parameters and entry.
///
/// A view that borrows from [`Decoded`]. In FHIR, an issue is one
/// [`OperationOutcome.issue`](https://hl7.org/fhir/operationoutcome.html); every other body has one issue, or one for each element of the list that its
/// template repeats.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{Decode, Issue, ReceivedResponse};
///
/// let body = br#"{ "code": "UPSTREAM", "message": "Upstream db failed" }"#;
/// let decoded = Clinic::decode(ReceivedResponse::new(502, &[], body));
/// let issue: Issue<'_, Clinic> = decoded.issues().next().unwrap();
/// assert_eq!(issue.known(), Some(Clinic::Upstream));
/// assert_eq!(issue.code(), Some("UPSTREAM"));
/// assert_eq!(issue.parameter("host"), Some("db"));
/// assert_eq!(issue.text(), Some("Upstream db failed"));
/// ```
#[doc(alias("OperationOutcome.issue", "error"))]
pub struct Issue<'d, C> {
    pub(super) decoded: &'d Decoded<'d, C>,
    pub(super) data: &'d IssueData<C>,
    pub(super) position: usize,
}

impl<C> Clone for Issue<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Issue<'_, C> {}

/// A code with its system and display: FHIR's [`Coding`](https://hl7.org/fhir/datatypes.html#Coding).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coding<'d> {
    /// The code exactly as sent; the digits of a number.
    pub code: Option<&'d str>,
    /// The URI of the code system.
    pub system: Option<&'d str>,
    /// The display text of the code.
    pub display: Option<&'d str>,
}

impl<C: AsEntry> Decoded<'_, C> {
    /// All issues of the response in their order: at least one, at most 256.
    pub fn issues(&self) -> impl ExactSizeIterator<Item = Issue<'_, C>> + FusedIterator + Clone {
        self.issues.iter().enumerate().map(|(position, data)| Issue {
            decoded: self,
            data,
            position,
        })
    }

    /// The most severe issue; the first of several with the same severity.
    ///
    /// An issue without a severity counts as an error.
    pub fn issue(&self) -> Option<Issue<'_, C>> {
        let severity = |issue: &Issue<'_, C>| issue.severity().unwrap_or(Severity::Error);
        if self.issues.len() == 1 {
            return self.issues().next();
        }
        // `Severity` orders the most severe value first.
        self.issues().min_by_key(severity)
    }

    /// The entry of the [most severe issue](Self::issue); `None` if it is ambiguous or unknown.
    pub fn entry(&self) -> Option<C> {
        self.issue()?.known()
    }
}

impl<'d, C: AsEntry> Issue<'d, C> {
    /// Returns the matching entry, entries, or none.
    pub fn found(self) -> Found<'d, C> {
        match self.data.entries.as_slice() {
            [] => Found::Unknown,
            [only] => Found::Known(*only),
            several => Found::Ambiguous(several),
        }
    }

    /// The entry, if exactly one matches.
    pub fn known(self) -> Option<C> {
        match self.found() {
            Found::Known(entry) => Some(entry),
            Found::Ambiguous(_) | Found::Unknown => None,
        }
    }

    /// The entries that match: one, several, or none.
    pub fn candidates(self) -> &'d [C] {
        self.data.entries.as_slice()
    }

    /// The HTTP status of the error: that of its entry of a Bundle ([`Bundle.entry.response.status`](https://hl7.org/fhir/bundle.html)), otherwise that of
    /// the response.
    pub fn status(self) -> u16 {
        self.data.status.unwrap_or(self.decoded.status())
    }

    /// The position among the issues of the response, starting at 0.
    pub const fn position(self) -> usize {
        self.position
    }

    /// The position of the first byte of the issue in [`Decoded::text`].
    pub const fn offset(self) -> usize {
        self.data.offset as usize
    }

    /// The severity as sent.
    pub fn severity_text(self) -> Option<&'d str> {
        self.part(self.data.severity)
    }

    /// The severity, if the text is a code of FHIR's [issue-severity](https://hl7.org/fhir/valueset-issue-severity.html).
    pub fn severity(self) -> Option<Severity> {
        self.severity_text()?.parse().ok()
    }

    /// The issue type as sent.
    pub fn issue_type_text(self) -> Option<&'d str> {
        self.part(self.data.issue_type)
    }

    /// The issue type, if the text is a code of FHIR's [issue-type](https://hl7.org/fhir/valueset-issue-type.html).
    pub fn issue_type(self) -> Option<IssueType> {
        self.issue_type_text()?.parse().ok()
    }

    /// The code as sent; of several, the one of the known entry, else the first.
    ///
    /// A code inside of a text, a URI or a header is read where the response has no other, and exactly one entry matches.
    pub fn code(self) -> Option<&'d str> {
        let known = self.data.entries.as_slice().first().map(|entry| entry.as_entry());
        let mut codes = self.codings().filter_map(|coding| coding.code);
        let is_own = |code: &&str| {
            known.is_some_and(|known| {
                known.code().is_some_and(|own| is_code(own, code)) || known.aliases().contains(code)
            })
        };
        let own = codes.clone().find(is_own);
        own.or_else(|| codes.next())
    }

    /// All codes as sent, with their systems and displays; at most 16.
    pub fn codings(self) -> impl ExactSizeIterator<Item = Coding<'d>> + Clone {
        let part = move |part| self.part(part);
        self.data
            .codings
            .as_slice()
            .iter()
            .map(move |data: &'d CodingData| Coding {
                code: part(data.code),
                system: part(data.system),
                display: part(data.display),
            })
    }

    /// The human-readable text: `details.text`, a message member, or the title of a page.
    #[doc(alias("message", "detail", "details.text"))]
    pub fn text(self) -> Option<&'d str> {
        self.part(self.data.text)
    }

    /// The technical details: FHIR's `diagnostics`.
    pub fn diagnostics(self) -> Option<&'d str> {
        self.part(self.data.diagnostics)
    }

    /// The `FHIRPath` expressions of the elements in error, at most 64.
    pub fn expressions(self) -> impl ExactSizeIterator<Item = &'d str> + Clone {
        self.data.expressions.iter().map(move |part| self.decoded.part(*part))
    }

    /// The locations of the elements in error, at most 64.
    pub fn locations(self) -> impl ExactSizeIterator<Item = &'d str> + Clone {
        self.data.locations.iter().map(move |part| self.decoded.part(*part))
    }

    /// The parameters of a known entry, as name and value, read from its texts.
    ///
    /// A value is exactly the server's; a value that cannot be read without doubt is left out.
    pub fn parameters(self) -> impl Iterator<Item = (&'static str, &'d str)> + Clone {
        let entry = self.known().map(C::as_entry);
        self.data.parameters.iter().filter_map(move |(position, part)| {
            let parameter = entry?.parameters().get(usize::from(*position))?;
            Some((parameter.name, self.decoded.part(*part)))
        })
    }

    /// Whether the response is a success although the status does not say so; `None` where the status does.
    pub(crate) fn is_success_in_band(self) -> Option<bool> {
        let is_open = self.decoded.status() < 400 && self.decoded.data.has_in_band_errors();
        is_open.then_some(!self.decoded.is_error())
    }

    /// The value of one parameter of the known entry.
    pub fn parameter(self, name: &str) -> Option<&'d str> {
        let mut parameters = self.parameters();
        parameters.find_map(|(known, value)| (known == name).then_some(value))
    }

    /// The differences from the catalog's description; empty unless exactly one entry matches.
    ///
    /// The [status](Self::status) is compared only if the response, or the outcome in a Bundle, has one issue: several issues have one status.
    pub fn drift(self) -> Drift<'d> {
        let Some(entry) = self.known().map(C::as_entry) else {
            return Drift::default();
        };
        let status = self.status();
        let alone = self.decoded.issues().len() == 1 || self.data.status.is_some() && self.data.alone;
        let same_severity = |text: &&str| *text != entry.severity().as_str();
        Drift {
            status: (alone && !entry.has_status(status)).then_some((entry.status(), status)),
            issue_type: self.issue_drift(entry),
            severity: self
                .severity_text()
                .filter(same_severity)
                .map(|text| (entry.severity(), text)),
            entry: Some(entry),
        }
    }

    fn issue_drift(self, entry: Entry<'static>) -> Option<(IssueType, Option<&'d str>)> {
        let documented = entry.issue_type().filter(|_| !entry.forwards_status())?;
        let came = self.issue_type_text();
        let shown = came.is_some() || self.decoded.is_outcome() && !self.decoded.is_cut();
        (shown && came != Some(documented.as_str())).then_some((documented, came))
    }

    fn part(self, part: Option<Part>) -> Option<&'d str> {
        Some(self.decoded.part(part?))
    }
}

fn is_code(known: Code<'_>, code: &str) -> bool {
    match known {
        Code::Text(text) => text == code,
        Code::Integer(_) => known.to_string() == code,
    }
}

/// Whether an issue of this severity is a failure: an error, and not a warning.
pub(crate) const fn is_failure(severity: Severity) -> bool {
    matches!(severity, Severity::Fatal | Severity::Error)
}

impl<C: AsEntry> fmt::Debug for Issue<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issue")
            .field("found", &self.found())
            .field("code", &self.code())
            .field("severity", &self.severity_text())
            .field("issue_type", &self.issue_type_text())
            .field("text", &self.text())
            .field("diagnostics", &self.diagnostics())
            .field("parameters", &self.parameters().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
