//! The differences between a response and its entry.

use core::fmt;

use error_runtime::{Entry, IssueType, Severity};

/// The differences between a response and the catalog's description of its entry.
///
/// A difference means that the API or the catalog has changed. [`Issue::drift`](crate::Issue::drift) returns it.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{Decode, Drift, ReceivedResponse};
///
/// let body = br#"{ "code": "UPSTREAM", "message": "Upstream db failed" }"#;
/// let decoded = Clinic::decode(ReceivedResponse::new(500, &[], body));
/// let drift: Drift<'_> = decoded.issues().next().unwrap().drift();
/// assert_eq!(drift.status, Some((502, 500)));
/// assert_eq!(drift.to_string(), "expected status 502, found 500");
/// ```
#[doc(alias("difference", "mismatch"))]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Drift<'d> {
    /// The documented status and the received one. Of an entry with several statuses, it is the default; the text names all.
    pub status: Option<(u16, u16)>,
    /// The documented issue type and the received text.
    pub issue_type: Option<(IssueType, Option<&'d str>)>,
    /// The documented severity and the received text.
    pub severity: Option<(Severity, &'d str)>,
    /// The entry.
    pub(super) entry: Option<Entry<'static>>,
}

impl Drift<'_> {
    /// Whether there are no differences.
    pub const fn is_none(&self) -> bool {
        self.status.is_none() && self.issue_type.is_none() && self.severity.is_none()
    }
}

impl fmt::Display for Drift<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some((documented, came)) = self.status {
            f.write_str("expected status ")?;
            match self.entry {
                Some(entry) if entry.statuses().nth(1).is_some() => statuses(entry, f)?,
                _ => write!(f, "{documented}")?,
            }
            write!(f, ", found {came}")?;
            separator = "; ";
        }
        if let Some((documented, came)) = self.issue_type {
            write!(f, "{separator}expected issue type `{documented}`, found ")?;
            match came {
                Some(came) => write!(f, "`{}`", came.escape_debug())?,
                None => f.write_str("none")?,
            }
            separator = "; ";
        }
        if let Some((documented, came)) = self.severity {
            let came = came.escape_debug();
            write!(f, "{separator}expected severity `{documented}`, found `{came}`")?;
        }
        Ok(())
    }
}

/// Writes several documented statuses: `400, 404 or 422`, and `500 to 599` for all of a range.
fn statuses(entry: Entry<'static>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut statuses = entry.statuses().peekable();
    if entry.forwards_status() {
        let (first, last) = (statuses.next().unwrap_or_default(), statuses.last().unwrap_or_default());
        return write!(f, "{first} to {last}");
    }
    let mut separator = "";
    while let Some(status) = statuses.next() {
        if !separator.is_empty() && statuses.peek().is_none() {
            separator = " or ";
        }
        write!(f, "{separator}{status}")?;
        separator = ", ";
    }
    Ok(())
}
