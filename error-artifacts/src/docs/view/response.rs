//! The example response of an entry, as a server sends it.

use std::fmt::Write as _;

use error_layout::grammar::MediaType;
use error_runtime::HttpResponse;
use serde::Serialize;

/// A response: its status, headers and body.
#[derive(Debug, Serialize)]
pub(crate) struct Response {
    pub(crate) syntax: Syntax,
    pub(crate) status: u16,
    #[serde(skip)]
    pub(crate) reason: &'static str,
    pub(crate) headers: Vec<(String, String)>,
    /// The bytes of the body, as the server sends them.
    pub(crate) body: Option<String>,
}

/// The syntax of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Syntax {
    Json,
    Xml,
    Html,
    Text,
    Empty,
}

impl Syntax {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
            Self::Html => "HTML",
            Self::Text => "Text",
            Self::Empty => "Empty",
        }
    }

    fn of(media_type: &str) -> Self {
        let essence = MediaType::split(media_type).essence.to_ascii_lowercase();
        let ends = |suffix: &str| essence.ends_with(&format!("/{suffix}")) || essence.ends_with(&format!("+{suffix}"));
        match &*essence {
            "text/html" | "application/xhtml+xml" => Self::Html,
            "application/json+fhir" => Self::Json,
            "application/xml+fhir" => Self::Xml,
            _ if ends("json") => Self::Json,
            _ if ends("xml") => Self::Xml,
            _ => Self::Text,
        }
    }
}

impl Response {
    pub(super) fn of(response: HttpResponse) -> Self {
        let reason = response.reason();
        let headers: Vec<(String, String)> = response
            .headers
            .into_iter()
            .map(|header| (header.name.into_owned(), header.value.into_owned()))
            .collect();
        let media_type = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let syntax = match (&response.body, media_type) {
            (None, _) => Syntax::Empty,
            (Some(_), Some((_, media_type))) => Syntax::of(media_type),
            (Some(_), None) => Syntax::Text,
        };
        Self {
            syntax,
            status: response.status,
            reason,
            headers,
            body: response.body.map(std::borrow::Cow::into_owned),
        }
    }

    /// Returns the status line and the headers, as `curl -i` prints them, with an empty line after them.
    pub(crate) fn head(&self) -> String {
        let mut out = format!("HTTP/1.1 {} {}\n", self.status, self.reason);
        for (name, value) in &self.headers {
            let _ = writeln!(out, "{name}: {value}");
        }
        out.push('\n');
        out
    }
}
