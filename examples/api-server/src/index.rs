//! `GET /`: every catalog with its entries and routes, as JSON or as a page.

use std::fmt::{self, Write};
use std::io;

use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use error_runtime::{Catalog, Data, Entry};
use serde::Serialize;

use crate::negotiation;

/// A route of an API, for the listing.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Route {
    /// The HTTP method.
    pub method: &'static str,
    /// The path, below the API's own.
    pub path: &'static str,
    /// Its purpose, and the values to send.
    pub about: &'static str,
}

/// A catalog, and where it is mounted.
#[derive(Clone, Copy, Debug)]
pub struct Mount {
    data: Data<'static>,
    routes: &'static [Route],
}

impl Mount {
    /// The catalog `C` with these routes.
    pub const fn of<C: Catalog>(routes: &'static [Route]) -> Self {
        Self { data: C::DATA, routes }
    }
}

#[derive(Serialize)]
struct Index {
    title: &'static str,
    catalogs: Vec<CatalogItem>,
}

#[derive(Serialize)]
struct CatalogItem {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
    title: &'static str,
    routes: Vec<RouteItem>,
    entries: Vec<EntryItem>,
}

#[derive(Serialize)]
struct RouteItem {
    method: &'static str,
    path: String,
    about: &'static str,
}

#[derive(Serialize)]
struct EntryItem {
    name: &'static str,
    status: u16,
    /// A string, an integer, or `null`.
    code: serde_json::Value,
    title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'static str>,
    href: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<ParameterItem>,
}

#[derive(Serialize)]
struct ParameterItem {
    name: &'static str,
    r#type: &'static str,
    optional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<&'static str>,
}

impl Index {
    fn of(mounts: &[Mount]) -> Self {
        Self {
            title: "Example server of error catalogs",
            catalogs: mounts.iter().map(catalog).collect(),
        }
    }
}

fn catalog(mount: &Mount) -> CatalogItem {
    let data = mount.data;
    let routes = mount.routes.iter().map(|route| RouteItem {
        method: route.method,
        path: format!("/{}{}", data.name(), route.path),
        about: route.about,
    });
    let entries = (0..data.entries()).filter_map(|position| data.entry(position));
    CatalogItem {
        name: data.name(),
        version: data.version(),
        title: data.title(),
        routes: routes.collect(),
        entries: entries.map(|found| entry(data.name(), found)).collect(),
    }
}

fn entry(catalog: &str, entry: Entry<'static>) -> EntryItem {
    let parameters = entry.parameters().iter().map(|parameter| ParameterItem {
        name: parameter.name,
        r#type: parameter.kind.as_str(),
        optional: parameter.optional,
        description: parameter.description,
        example: parameter.example,
    });
    EntryItem {
        name: entry.name(),
        status: entry.status(),
        code: match entry.code() {
            Some(error_runtime::Code::Integer(number)) => number.into(),
            Some(code) => code.to_string().into(),
            None => serde_json::Value::Null,
        },
        title: entry.title(),
        category: entry.category().map(error_runtime::Category::name),
        href: path(catalog, entry.name()),
        parameters: parameters.collect(),
    }
}

/// Returns the path whose response is an entry.
pub fn path(catalog: &str, entry: &str) -> String {
    let mut path = format!("/{catalog}/errors/");
    for byte in entry.bytes() {
        // RFC 3986, section 2.3: what never needs an escape.
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(path, "%{byte:02X}");
        }
    }
    path
}

/// The listing in both forms, written once.
#[derive(Debug)]
pub struct Listing {
    json: String,
    html: String,
}

impl Listing {
    /// Lists these catalogs.
    ///
    /// # Errors
    ///
    /// If it cannot be written, which does not happen.
    pub fn of(mounts: &[Mount]) -> io::Result<Self> {
        let index = Index::of(mounts);
        let json = serde_json::to_string_pretty(&index)? + "\n";
        let mut html = String::new();
        write_page(&index, &mut html).map_err(io::Error::other)?;
        Ok(Self { json, html })
    }

    /// Returns the form that the client prefers: a page only if its quality exceeds that of JSON.
    pub fn respond(&self, headers: &HeaderMap) -> Response {
        let vary = [(header::VARY, "Accept")];
        if negotiation::quality(headers, "text/html") > negotiation::quality(headers, "application/json") {
            return (vary, Html(self.html.clone())).into_response();
        }
        let content_type = [(header::CONTENT_TYPE, "application/json")];
        (vary, content_type, self.json.clone()).into_response()
    }
}

fn write_page(index: &Index, page: &mut String) -> fmt::Result {
    let title = escaped(index.title);
    writeln!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
    )?;
    writeln!(page, "<title>{title}</title></head>\n<body>\n<h1>{title}</h1>")?;
    for catalog in &index.catalogs {
        let version = escaped(catalog.version.unwrap_or_default());
        writeln!(page, "<h2>{} {version}</h2>\n<ul>", escaped(catalog.title))?;
        for route in &catalog.routes {
            let (method, path) = (route.method, escaped(&route.path));
            writeln!(page, "<li><code>{method} {path}</code> {}</li>", escaped(route.about))?;
        }
        writeln!(
            page,
            "</ul>\n<table>\n<tr><th>Entry</th><th>Status</th><th>Title</th></tr>"
        )?;
        for entry in &catalog.entries {
            let (href, name) = (escaped(&entry.href), escaped(entry.name));
            let (status, title) = (entry.status, escaped(entry.title));
            writeln!(
                page,
                "<tr><td><a href=\"{href}\">{name}</a></td><td>{status}</td><td>{title}</td></tr>"
            )?;
        }
        writeln!(page, "</table>")?;
    }
    writeln!(page, "</body>\n</html>")
}

/// Escapes a text for HTML and its attributes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
