//! One issue of a response.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use error_runtime::{AsEntry, Code, Entry, IssueType, Severity};

use super::decoded::Decoded;
use super::read::{CodingData, IssueData};
use super::text::Part;

/// The entry of an issue.
///
/// An [`Unknown`](Self::Unknown) issue has the same values as a known one: see the methods of [`Issue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'d, C> {
    /// This entry.
    Known(C),
    /// One of these entries: the response does not distinguish them.
    Ambiguous(&'d [C]),
    /// Not an entry of the catalog. It may be newer than this program, or of another system.
    Unknown,
}

/// One issue of a response. A view: copying it is cheap.
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

/// A code with its system and display: FHIR's `Coding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coding<'d> {
    /// The code as it was sent; of a number, its digits.
    pub code: Option<&'d str>,
    /// The code system.
    pub system: Option<&'d str>,
    /// The meaning of the code.
    pub display: Option<&'d str>,
}

/// The differences between a response and its entry: the API or the catalog has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift<'d> {
    /// The documented status, and the one that was sent.
    pub status: Option<(u16, u16)>,
    /// The documented issue type, and the one that was sent.
    pub issue_type: Option<(IssueType, Option<&'d str>)>,
    /// The documented severity, and the one that was sent.
    pub severity: Option<(Severity, &'d str)>,
}

impl Drift<'_> {
    /// Whether there is no difference.
    pub const fn is_none(&self) -> bool {
        self.status.is_none() && self.issue_type.is_none() && self.severity.is_none()
    }
}

impl fmt::Display for Drift<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some((documented, came)) = self.status {
            write!(f, "status {came} instead of {documented}")?;
            separator = ", ";
        }
        if let Some((documented, came)) = self.issue_type {
            match came {
                Some(came) => write!(
                    f,
                    "{separator}issue type `{}` instead of `{documented}`",
                    came.escape_debug()
                )?,
                None => write!(f, "{separator}no issue type instead of `{documented}`")?,
            }
            separator = ", ";
        }
        if let Some((documented, came)) = self.severity {
            write!(
                f,
                "{separator}severity `{}` instead of `{documented}`",
                came.escape_debug()
            )?;
        }
        Ok(())
    }
}

impl<'d, C: AsEntry> Issue<'d, C> {
    /// Returns the entry of the issue, or its candidates.
    pub fn found(self) -> Found<'d, C> {
        match self.data.entries.as_slice() {
            [] => Found::Unknown,
            [only] => Found::Known(*only),
            several => Found::Ambiguous(several),
        }
    }

    /// Returns the entry, if it is known.
    pub fn known(self) -> Option<C> {
        match self.found() {
            Found::Known(entry) => Some(entry),
            Found::Ambiguous(_) | Found::Unknown => None,
        }
    }

    /// Returns the entries that it can be: one, several, or none.
    pub fn candidates(self) -> &'d [C] {
        self.data.entries.as_slice()
    }

    /// Returns the HTTP status of its response.
    pub(crate) fn decoded_status(self) -> u16 {
        self.decoded.status()
    }

    /// Returns its position among the issues of the response, counted from 0.
    pub const fn position(self) -> usize {
        self.position
    }

    /// Returns its offset in [`Decoded::text`], in bytes.
    pub const fn offset(self) -> usize {
        self.data.offset as usize
    }

    /// Returns the severity as it was sent.
    pub fn severity_text(self) -> Option<&'d str> {
        self.part(self.data.severity)
    }

    /// Returns the severity, if FHIR has it.
    pub fn severity(self) -> Option<Severity> {
        self.severity_text()?.parse().ok()
    }

    /// Returns the issue type as it was sent.
    pub fn issue_type_text(self) -> Option<&'d str> {
        self.part(self.data.issue_type)
    }

    /// Returns the issue type, if FHIR has it.
    pub fn issue_type(self) -> Option<IssueType> {
        self.issue_type_text()?.parse().ok()
    }

    /// Returns the code as it was sent: of several, one of the catalog if there is one, otherwise the first.
    pub fn code(self) -> Option<&'d str> {
        let known = self
            .data
            .entries
            .as_slice()
            .first()
            .and_then(|entry| entry.as_entry().code());
        let mut codes = self.codings().filter_map(|coding| coding.code);
        let own = codes
            .clone()
            .find(|code| known.is_some_and(|known| is_code(known, code)));
        own.or_else(|| codes.next())
    }

    /// Returns all codes that were sent, with system and display.
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

    /// Returns the message for people: FHIR's `details.text`, an envelope's message, the title of a page.
    pub fn text(self) -> Option<&'d str> {
        self.part(self.data.text)
    }

    /// Returns the details for operators: FHIR's `diagnostics`.
    pub fn diagnostics(self) -> Option<&'d str> {
        self.part(self.data.diagnostics)
    }

    /// Returns the `FHIRPath` of the elements at fault.
    pub fn expressions(self) -> impl ExactSizeIterator<Item = &'d str> + Clone {
        self.data.expressions.iter().map(move |part| self.decoded.part(*part))
    }

    /// Returns the locations of the elements at fault.
    pub fn locations(self) -> impl ExactSizeIterator<Item = &'d str> + Clone {
        self.data.locations.iter().map(move |part| self.decoded.part(*part))
    }

    /// Returns the parameters of a known entry that can be read from its texts: the exact values, or none.
    pub fn parameters(self) -> impl Iterator<Item = (&'static str, &'d str)> + Clone {
        let entry = self.known().map(C::as_entry);
        self.data.parameters.iter().filter_map(move |(position, part)| {
            let parameter = entry?.parameters().get(usize::from(*position))?;
            Some((parameter.name, self.decoded.part(*part)))
        })
    }

    /// Returns the value of one parameter.
    pub fn parameter(self, name: &str) -> Option<&'d str> {
        let mut parameters = self.parameters();
        parameters.find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Returns the differences between the response and the entry; empty if the entry is not known.
    ///
    /// The status is compared only if the response has one issue: with several, it need not be that of each.
    pub fn drift(self) -> Drift<'d> {
        let Some(entry) = self.known().map(C::as_entry) else {
            return Drift::default();
        };
        let (lowest, highest) = entry.status_range();
        let status = self.decoded.status();
        let alone = self.decoded.issues().len() == 1;
        let same_severity = |text: &&str| *text != entry.severity().as_str();
        Drift {
            status: (alone && !(lowest..=highest).contains(&status)).then_some((entry.status(), status)),
            issue_type: self.issue_drift(entry),
            severity: self
                .severity_text()
                .filter(same_severity)
                .map(|text| (entry.severity(), text)),
        }
    }

    fn issue_drift(self, entry: Entry<'static>) -> Option<(IssueType, Option<&'d str>)> {
        let documented = entry.issue_type()?;
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
