//! FHIR `CodeSystem` and `ValueSet`: the codes of a catalog for terminology servers.

mod codes;
mod concept;
mod problems;
mod resource;
mod retired;

use std::fmt;

use error_catalog::contract::Baseline;
use error_layout::grammar;
use serde_json::Value;

use crate::Api;
use codes::{Codes, is_code};
use retired::Retired;

pub use problems::problems;

/// A FHIR release with the resources `CodeSystem` and `ValueSet`. R4B has those of R4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// FHIR 3.0.
    Stu3,
    /// FHIR 4.0.
    R4,
    /// FHIR 5.0.
    R5,
}

/// The code system of a catalog.
///
/// It has the codes that the catalog's responses send with one `system`, or all codes of the catalog if no response names the system.
///
/// ```
/// use error_artifacts::Api;
/// use error_artifacts::code_system::CodeSystem;
/// use error_catalog::{Source, compile};
///
/// let text = r#"{
///   "name": "clinic",
///   "title": "Clinic API",
///   "responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://clinic.example/CodeSystem/errors" } } },
///   "errors": { "GONE": { "status": 410, "issue": "deleted", "title": "Gone" } }
/// }"#;
/// let api = Api::new(compile(&Source::new("clinic.json", text.to_owned())).catalog);
/// let system = CodeSystem::new(&api, None, None)?;
/// let resource = system.code_system();
/// assert_eq!(resource["url"], "https://clinic.example/CodeSystem/errors");
/// assert_eq!(resource["concept"][0]["code"], "GONE");
/// assert_eq!(system.value_set()["url"], "https://clinic.example/ValueSet/errors");
/// # Ok::<(), error_artifacts::code_system::CannotExpress>(())
/// ```
#[derive(Debug)]
pub struct CodeSystem<'a> {
    api: &'a Api,
    url: String,
    release: Release,
    codes: Codes<'a>,
    retired: Vec<Retired>,
    other_systems: Vec<String>,
}

/// The reason why a catalog is not a code system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotExpress {
    /// No response of the catalog has a coding with a system, and no address is given.
    NoSystem,
    /// The responses have several systems, and no address is given.
    SeveralSystems(Vec<String>),
    /// The address is not an absolute URI, or has `|` or `#` (invariant cnl-1 of FHIR).
    Url(String),
    /// The code is not of FHIR's type `code`, which has single spaces between its words and no other white space.
    Code {
        /// The name of the entry.
        entry: String,
        /// Its code.
        code: String,
    },
    /// No entry has a code.
    NoCodes,
}

impl fmt::Display for CannotExpress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSystem => f.write_str(
                "no response of the catalog has a `coding` with a constant `system`; give the address of the code system with `--url`",
            ),
            Self::SeveralSystems(systems) => {
                let shown: Vec<String> = systems.iter().take(10).map(|system| format!("`{system}`")).collect();
                write!(
                    f,
                    "the responses of the catalog have {} systems; give one with `--url`: {}",
                    systems.len(),
                    shown.join(", ")
                )
            }
            Self::Url(url) => write!(f, "expected an absolute URI without `|` and `#`, found `{url}`"),
            Self::Code { entry, code } => write!(
                f,
                "the code `{code}` of `{entry}` is not a FHIR code: a code has single spaces between its words and no other white space"
            ),
            Self::NoCodes => f.write_str("no entry of the catalog has a code"),
        }
    }
}

impl std::error::Error for CannotExpress {}

impl<'a> CodeSystem<'a> {
    /// Collects the codes of a catalog.
    ///
    /// Without `url`, the responses must have one system. Without `release`, it is that of the responses with the system, otherwise R4.
    ///
    /// # Errors
    /// The catalog has no codes, several systems or none, or something that FHIR does not allow in a code or an address.
    pub fn new(api: &'a Api, url: Option<&str>, release: Option<Release>) -> Result<Self, CannotExpress> {
        let mut systems = codes::by_system(api);
        let position = match url {
            Some(url) => systems.iter().position(|(system, _)| system == url),
            None if systems.len() > 1 => {
                let systems = systems.into_iter().map(|(system, _)| system).collect();
                return Err(CannotExpress::SeveralSystems(systems));
            }
            None => Some(0),
        };
        let (url, codes) = match (position.filter(|position| *position < systems.len()), url) {
            (Some(position), _) => systems.remove(position),
            (None, Some(url)) => (url.to_owned(), Codes::of_entries(api)),
            (None, None) => return Err(CannotExpress::NoSystem),
        };
        if !grammar::is_absolute_uri(&url) || url.contains(['|', '#']) {
            return Err(CannotExpress::Url(url));
        }
        if codes.is_empty() {
            return Err(CannotExpress::NoCodes);
        }
        if let Some((code, uses)) = codes.iter().find(|(code, _)| !is_code(code)) {
            let entry = uses.first().map(|first| first.entry.name.clone());
            return Err(CannotExpress::Code {
                entry: entry.unwrap_or_default(),
                code: code.to_owned(),
            });
        }
        let release = release.or_else(|| codes.release(api)).unwrap_or(Release::R4);
        Ok(Self {
            api,
            url,
            release,
            codes,
            retired: Vec::new(),
            other_systems: systems.into_iter().map(|(system, _)| system).collect(),
        })
    }

    /// Adds the codes that the catalog no longer sends, as its baseline records them, to the code system.
    ///
    /// A baseline does not record the system of a code. If entries send codes of other systems or none, the code system stays as it is; see
    /// [`CodeSystem::has_all_codes`].
    #[must_use]
    pub fn with_retired(mut self, baseline: &Baseline) -> Self {
        if self.has_all_codes() {
            self.retired = retired::of(baseline, self.api, &self.codes);
        }
        self
    }

    /// Whether the codes of all entries are in it, so that a code of an earlier version was too.
    pub fn has_all_codes(&self) -> bool {
        !self.is_sent() || self.left_out().is_empty()
    }

    /// Returns the canonical address, which is the `system` of the codes.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether a response of the catalog sends codes with this system.
    pub fn is_sent(&self) -> bool {
        self.codes.are_sent()
    }

    /// Returns the systems that responses send and that are not this one.
    pub fn other_systems(&self) -> &[String] {
        &self.other_systems
    }

    /// Returns the names of the entries whose codes are not in it, because they have none or are sent with another system.
    pub fn left_out(&self) -> Vec<&'a str> {
        self.codes.left_out(self.api)
    }

    /// Returns the address of the value set.
    ///
    /// `/CodeSystem/` becomes `/ValueSet/`; `/value-set` is added to another address. A URN has none.
    pub fn value_set_url(&self) -> Option<String> {
        if self.url.contains("/ValueSet/") {
            Some(self.url.clone())
        } else if self.url.contains("/CodeSystem/") {
            Some(self.url.replace("/CodeSystem/", "/ValueSet/"))
        } else if self.url.contains("://") {
            Some(format!("{}/value-set", self.url.trim_end_matches('/')))
        } else {
            None
        }
    }

    /// Returns the resource `CodeSystem`, with a concept for each code. Retired codes are inactive.
    pub fn code_system(&self) -> Value {
        resource::code_system(self)
    }

    /// Returns the resource `ValueSet`, with the codes that the catalog sends.
    pub fn value_set(&self) -> Value {
        resource::value_set(self)
    }
}
