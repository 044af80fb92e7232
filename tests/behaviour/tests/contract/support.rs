//! A client with one catalog and a server with another.

use error_catalog::{Source, compile, emit};
use error_client::{Attempt, Budget, Decision, Decoded, Found, ReceivedResponse};
use error_runtime::{Data, Entry, Error, Respond as _, Rfc3339};
use quote::quote;

/// A compiled catalog.
pub struct Api {
    pub catalog: error_catalog::Catalog,
    pub data: Data<'static>,
}

impl Api {
    /// Compiles a catalog; `None` if it has errors.
    pub fn new(text: &str) -> Option<Self> {
        let compiled = compile(&Source::new("clinic.json", text));
        if !compiled.is_usable() {
            return None;
        }
        let constants = emit::catalog(&compiled.catalog);
        // For a test it need not be given back.
        let data = Data::new(constants.index.leak(), constants.text.leak());
        Some(Self {
            catalog: compiled.catalog,
            data,
        })
    }

    /// The problems of a catalog.
    pub fn problems(text: &str) -> Vec<String> {
        let problems = compile(&Source::new("clinic.json", text)).problems;
        let errors = problems.iter().filter(|problem| problem.is_error());
        errors.map(|one| format!("{} {}", one.rule.code, one.message)).collect()
    }

    /// The identifiers of the generated code, in its order.
    pub fn rust(&self) -> Vec<String> {
        let request = error_catalog::rust::Request {
            attributes: quote! {},
            visibility: quote! { pub },
            name: quote::format_ident!("Clinic"),
            module: None,
            path: "clinic.json".to_owned(),
            runtime: quote! { ::error_runtime },
            runtime_inside: quote! { ::error_runtime },
            exhaustive: false,
            tracked_paths: Vec::new(),
            is_broken: false,
        };
        let mut words = Vec::new();
        identifiers(error_catalog::rust::expand(&self.catalog, &request), &mut words);
        words
    }

    /// The response of an entry, with a sample of each parameter, or only of those that are required.
    pub fn answer(&self, entry: &str, is_full: bool) -> Answer {
        let entry = self.data.entry_by_name(entry).unwrap();
        let parameters = entry.parameters().iter().filter(|one| is_full || !one.optional);
        let mut error = Error::try_new(entry, parameters.map(|one| (one.name, one.sample()))).unwrap();
        if is_full {
            error = error
                .with_id("5b1f0c9a")
                .with_request_id("r-1")
                .with_instance("/errors/1")
                .with_time(Rfc3339::new("2026-01-31T09:30:00Z").unwrap());
        }
        let response = error.response();
        let headers = response.headers.iter();
        let headers = headers.map(|header| (header.name.to_string(), header.value.to_string()));
        Answer {
            status: response.status,
            headers: headers.collect(),
            body: response.body.unwrap_or_default().into_owned(),
        }
    }
}

fn identifiers(tokens: proc_macro2::TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => identifiers(group.stream(), words),
            proc_macro2::TokenTree::Ident(word) => words.push(word.to_string()),
            _ => {}
        }
    }
}

/// A response.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        all.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(&**value))
    }

    /// Returns everything that a client with a catalog reads in the response.
    pub fn read(&self, by: &Api, path: &str) -> Reading {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let received = ReceivedResponse::new(self.status, &headers, self.body.as_bytes()).to("GET", path);
        let decoded: Decoded<'_, Entry<'static>> = behaviour_tests::recorded::decode(by.data, received);
        let issue = decoded.issue();
        let parameters = issue
            .into_iter()
            .flat_map(|issue| issue.parameters().collect::<Vec<_>>());
        Reading {
            entry: match issue.map(|issue| issue.found()) {
                Some(Found::Known(entry)) => entry.name().to_owned(),
                Some(Found::Ambiguous(all)) => format!("one of {}", all.len()),
                _ => "unknown".to_owned(),
            },
            parameters: parameters
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            has_drift: issue.is_some_and(|issue| !issue.drift().is_none()),
            is_error: decoded.is_error(),
            decision: decoded.decide(&Attempt::new("GET"), &Budget::default()),
        }
    }
}

/// A response as a client reads it.
#[derive(Debug, PartialEq)]
pub struct Reading {
    pub entry: String,
    pub parameters: Vec<(String, String)>,
    pub has_drift: bool,
    pub is_error: bool,
    pub decision: Decision,
}

/// Returns the kind of a decision, without its delay.
pub fn kind(decision: Decision) -> &'static str {
    match decision {
        Decision::Never(_) => "never",
        Decision::Immediate => "immediate",
        Decision::After(_) => "after",
        Decision::Backoff { .. } => "backoff",
        Decision::Later(_) => "later",
        Decision::Manual => "manual",
    }
}
