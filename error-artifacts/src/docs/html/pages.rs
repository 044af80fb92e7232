//! The pages: their templates, and the methods that these call.

#![allow(clippy::unused_self, reason = "templates call functions as methods of their page")]

use std::fmt::Write as _;

use askama::Template;

use super::highlight::{self, escape_to};
use super::text::{body_html, breakable, linked, said};
use super::{diagram, prose};
use crate::docs::address;
use crate::docs::view::entry::{Code, Entry, Neighbour};
use crate::docs::view::history::Retired;
use crate::docs::view::response::Response;
use crate::docs::view::retry::MethodDecision;
use crate::docs::view::said::Said;
use crate::docs::view::samples::Sample;
use crate::docs::view::{Catalog, CategoryPage, Shared};

/// What the frame around a page shows.
pub(super) struct Frame {
    pub(super) title: String,
    pub(super) description: String,
    /// The relative path of the root.
    pub(super) root: &'static str,
    pub(super) site: String,
    pub(super) catalogs: usize,
    pub(super) is_internal: bool,
    pub(super) links_to_search: bool,
    /// The page in each language.
    pub(super) languages: Vec<(String, String)>,
}

/// An entry in lists and in the index of the search.
pub(super) struct Row<'a> {
    pub(super) name: &'a str,
    pub(super) page: String,
    pub(super) code: Option<Code>,
    pub(super) status: u16,
    pub(super) statuses: &'a [u16],
    pub(super) status_range: Option<(u16, u16)>,
    pub(super) category: Option<&'a str>,
    pub(super) title: Said<'a>,
    /// The message, for the search.
    pub(super) message: String,
    pub(super) retry: &'static str,
    /// The retry advice in a few words.
    pub(super) advice: String,
    /// Codes of earlier versions.
    pub(super) earlier_codes: Vec<&'a str>,
    pub(super) tags: &'a [String],
    pub(super) is_deprecated: bool,
}

#[derive(Template)]
#[template(path = "docs/entry.html")]
pub(super) struct EntryPage<'p> {
    pub(super) frame: Frame,
    pub(super) catalog: &'p Catalog<'p>,
    pub(super) entry: &'p Entry<'p>,
    pub(super) before: Option<(&'p str, String)>,
    pub(super) after: Option<(&'p str, String)>,
}

#[derive(Template)]
#[template(path = "docs/catalog.html")]
pub(super) struct CatalogPage<'p> {
    pub(super) frame: Frame,
    pub(super) catalog: &'p Catalog<'p>,
    pub(super) count: usize,
    pub(super) page: usize,
    pub(super) pages: usize,
    pub(super) groups: Vec<Group<'p>>,
    pub(super) retired: &'p [Retired<'p>],
}

#[derive(Template)]
#[template(path = "docs/retired.html")]
pub(super) struct RetiredPage<'p> {
    pub(super) frame: Frame,
    pub(super) catalog: &'p Catalog<'p>,
    pub(super) entry: &'p Retired<'p>,
}

pub(super) struct Group<'p> {
    pub(super) category: Option<&'p CategoryPage<'p>>,
    pub(super) rows: Vec<&'p Row<'p>>,
}

#[derive(Template)]
#[template(path = "docs/index.html")]
pub(super) struct IndexPage<'p> {
    pub(super) frame: Frame,
    pub(super) heading: String,
    pub(super) count: usize,
    pub(super) catalogs: Vec<Card<'p>>,
}

pub(super) struct Card<'p> {
    pub(super) name: &'p str,
    pub(super) title: &'p str,
    pub(super) version: Option<&'p str>,
    pub(super) count: usize,
    pub(super) languages: Vec<&'static str>,
}

/// Methods of every page that templates call.
macro_rules! page {
    ($($page:ident)*) => {$(
        impl $page<'_> {
            /// Returns the relative address of a page.
            fn address(&self, page: &str) -> String {
                address::uri(&format!("{page}.html"))
            }
        }
    )*};
}

page! { EntryPage RetiredPage CatalogPage IndexPage }

/// Methods of pages with texts of a catalog; they return HTML.
macro_rules! texts {
    ($($page:ident: $($method:ident)*;)*) => {$(
        impl $page<'_> {
            fn name(&self, name: &str) -> String {
                breakable(name)
            }

            fn markdown(&self, text: impl AsRef<str>) -> String {
                prose::markdown(text.as_ref())
            }

            $(texts! { @ $method })*
        }
    )*};
    (@ said) => {
        fn said(&self, text: &Said<'_>) -> String {
            said(text)
        }
    };
    (@ linked) => {
        fn linked(&self, text: impl AsRef<str>) -> String {
            linked(text.as_ref())
        }
    };
}

texts! {
    EntryPage: said linked;
    CatalogPage: said linked;
    RetiredPage: ;
}

impl RetiredPage<'_> {
    /// Returns the day and the version of the removal.
    fn removal(&self) -> Option<String> {
        let change = self.entry.history.first()?;
        let version = change.version.map(|version| format!(", version {version}"));
        Some(format!("{}{}", change.date, version.unwrap_or_default()))
    }
}

impl CatalogPage<'_> {
    /// Returns the code of an entry that has another name.
    fn other_code(&self, row: &Row<'_>) -> Option<String> {
        let code = row.code.as_ref()?.to_string();
        (code != row.name).then_some(code)
    }

    fn page_name(&self, page: usize) -> String {
        format!("{}.html", list_name(page))
    }
}

/// Returns the name of a page of a catalog without its extension.
pub(super) fn list_name(page: usize) -> String {
    if page == 1 {
        "index".to_owned()
    } else {
        format!("index-{page}")
    }
}

impl EntryPage<'_> {
    fn catalog_page(&self) -> &'static str {
        "index.html"
    }

    fn status(&self) -> String {
        let entry = self.entry;
        format!("{} {}", entry.status, entry.reason).trim_end().to_owned()
    }

    fn statuses(&self) -> String {
        let entry = self.entry;
        let mut out = self.status();
        for other in entry.statuses.iter().skip(1) {
            let _ = write!(out, " or {other}");
        }
        if let Some((low, high)) = entry.status_range {
            let _ = write!(out, "; the status of another server, {low} to {high}, is passed on");
        }
        out
    }

    fn media_type(&self) -> Option<&str> {
        let headers = &self.entry.responses.first()?.headers;
        let header = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        header.map(|(_, value)| &**value)
    }

    fn diagram(&self) -> String {
        diagram::svg(&self.entry.retry, self.entry.status)
    }

    fn body(&self, response: &Response, body: &str) -> String {
        body_html(response.syntax, body)
    }

    fn curl(&self, response: &Response) -> String {
        let mut out = String::new();
        escape_to(&mut out, &response.head());
        out.push_str(&body_html(
            response.syntax,
            response.body.as_deref().unwrap_or_default(),
        ));
        out
    }

    fn code(&self, sample: &Sample) -> String {
        highlight::code(&sample.code)
    }

    fn shared(&self, near: &Neighbour<'_>) -> &'static str {
        match near.shared {
            Shared::Code => "Same code",
            Shared::StatusAndResponse => "Same status and body",
        }
    }

    /// Whether the page has an example that decides what the entry means, a text of its own or a description.
    fn message(&self) -> Option<&Said<'_>> {
        let entry = self.entry;
        match (&entry.message, &entry.description) {
            (Some(message), Some(_)) if message.text() == entry.title.text() => None,
            (Some(message), _) => Some(message),
            (None, Some(_)) => None,
            (None, None) => Some(&entry.title),
        }
    }

    /// Returns the decisions of a client, one if they are the same for all methods.
    fn decisions(&self) -> Vec<(&'static str, &MethodDecision)> {
        let all = &self.entry.retry.decisions;
        match all.as_slice() {
            [first, rest @ ..] if !rest.is_empty() && rest.iter().all(|one| one.decision == first.decision) => {
                vec![("Every method", first)]
            }
            _ => all.iter().map(|one| (one.methods, one)).collect(),
        }
    }

    /// Returns the search for the entries of the catalog with a value of a filter.
    fn search(&self, filter: &str, value: impl std::fmt::Display) -> String {
        let catalog = match self.frame.catalogs {
            1 => String::new(),
            _ => format!("catalog={}&", component(self.catalog.name)),
        };
        format!(
            "{}index.html#{catalog}{filter}={}",
            self.frame.root,
            component(&value.to_string())
        )
    }
}

/// Returns a text as a part of a fragment.
fn component(text: &str) -> String {
    address::uri(text).replace('/', "%2F")
}
