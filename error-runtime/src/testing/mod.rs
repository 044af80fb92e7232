//! A small catalog for the tests, and the code that `error_catalog!` would make of it.
//!
//! The catalog compiler is not at hand here: this crate must not depend on it.

mod builder;

use core::fmt;
use core::str::FromStr;

use error_layout::program::{escape, op, slot};
use error_layout::{NONE_U16, code_kind, entry, fact, fallback, header, lookup, response};

use self::builder::Builder;
use crate::__private::{self, Value};
use crate::{Catalog, Data, Error, Integer, UnknownName};

/// Errors of a clinic.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub(crate) enum Clinic {
    /// 404, an `OperationOutcome`; parameters `id`, and `nhs_number` (personal).
    PatientNotFound,
    /// 408 `TIMEOUT`, an `OperationOutcome`.
    RecTimeout,
    /// 504 `TIMEOUT`, an `OperationOutcome`; to be retried after 30 seconds.
    ProxyTimeout,
    /// 502 out of 500 to 599, code 20003, JSON; parameters `name`, `count`, `share` (optional), `host` (internal).
    Upstream,
    /// 410, information, no code, no body.
    Gone,
}

/// The struct of an entry with parameters.
pub(crate) struct Upstream<A, B> {
    pub(crate) name: A,
    pub(crate) count: B,
    pub(crate) share: Option<f64>,
    pub(crate) host: &'static str,
}

impl<A: AsRef<str>, B: Integer> From<Upstream<A, B>> for Error<Clinic> {
    fn from(from: Upstream<A, B>) -> Self {
        let values = &[
            Value::string(&from.name),
            Value::integer(&from.count),
            Value::optional_decimal(from.share),
            Value::string(from.host),
        ];
        Error::__from_parameters::<3>(values)
    }
}

impl Catalog for Clinic {
    const DATA: Data<'static> = {
        let (index, _) = BUILT.index.split_at(BUILT.len);
        let (text, _) = BUILT.text.split_at(BUILT.text_len);
        match core::str::from_utf8(text) {
            Ok(text) => Data::new(index, text),
            Err(_) => panic!("text"),
        }
    };
    fn all() -> &'static [Self] {
        &[
            Self::PatientNotFound,
            Self::RecTimeout,
            Self::ProxyTimeout,
            Self::Upstream,
            Self::Gone,
        ]
    }

    fn position(self) -> usize {
        self as usize
    }
}

const _: () = assert!(Clinic::DATA.is_current());

impl fmt::Debug for Clinic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        __private::fmt_debug(*self, f)
    }
}

impl fmt::Display for Clinic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        __private::fmt_display(*self, f)
    }
}

impl FromStr for Clinic {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        __private::from_str(name)
    }
}

crate::__impl_serde!(Clinic);

const BUILT: &Builder = &build();

const fn build() -> Builder {
    let mut b = Builder::new(5, 1, 3);
    let categories = header::SIZE + 5 * entry::SIZE;
    b.text_at(categories, "REC");
    b.here(categories + 8);
    b.fact(fact::RUST_NAME, "Rec");
    b.fact(fact::TITLE, "Receiver");
    b.byte(fact::END);
    responses(&mut b, categories + 12);
    patient_not_found(&mut b);
    timeouts(&mut b);
    upstream(&mut b);
    let gone = b.entry(4, "GONE", (code_kind::NONE, ""), 410);
    b.u16(gone + entry::RESPONSE, 1);
    b.index[gone + entry::SEVERITY] = 3;
    texts(&mut b, gone, "Gone", "Gone");
    b.byte(fact::END);
    tables(&mut b);
    b
}

const fn responses(b: &mut Builder, at: usize) {
    let all = [
        ("default", "application/fhir+json", 3, 0b110),
        ("empty", "", 2, 0),
        ("json", "application/json", 0, 0),
    ];
    let mut position = 0;
    while position < all.len() {
        let at = at + position * response::SIZE;
        let (name, media_type, format, fhir) = all[position];
        b.text_at(at, name);
        b.text_at(at + response::CONTENT_TYPE, media_type);
        b.index[at + response::FORMAT] = format;
        b.index[at + response::FHIR] = fhir;
        b.u32(at + response::FACTS, error_layout::NONE_U32);
        position += 1;
    }
}

/// A message without placeholders, and the beginning of the facts.
const fn texts(b: &mut Builder, at: usize, rust_name: &str, title: &str) {
    b.here(at + entry::MESSAGE);
    b.literal(title);
    b.byte(op::END);
    b.here(at + entry::FACTS);
    b.fact(fact::RUST_NAME, rust_name);
    b.fact(fact::TITLE, title);
}

/// The template of an `OperationOutcome`, rendered for an entry.
const fn outcome(b: &mut Builder, at: usize, issue: &str, diagnostics: Option<&str>) {
    b.here(at + entry::BODY);
    b.literal(r#"{"resourceType":"OperationOutcome""#);
    let id = b.begin_if(slot::ID);
    b.literal(r#","id":"#);
    b.placeholder(slot::ID, escape::JSON_VALUE);
    b.end(id);
    b.literal(r#","issue":["#);
    b.byte(op::REPEAT);
    let repeat = b.begin();
    b.literal(issue);
    let own = b.begin_if(slot::DIAGNOSTICS);
    b.literal(r#","diagnostics":"#);
    b.placeholder(slot::DIAGNOSTICS, escape::JSON_STRING);
    let skip = b.begin_skip();
    b.end(own);
    if let Some(diagnostics) = diagnostics {
        b.literal(r#","diagnostics":""#);
        b.literal(diagnostics);
        b.placeholder(slot::PARAMETER, escape::JSON);
        b.literal("\"");
    }
    b.end(skip);
    let wrap = b.begin_wrap(r#""expression":["#, "]");
    b.byte(op::EACH);
    b.byte(slot::EXPRESSION);
    b.end(wrap);
    b.literal("}");
    b.end(repeat);
    b.literal("]}");
    b.byte(op::END);
}

/// The same in FHIR's XML.
const fn outcome_xml(b: &mut Builder, at: usize, issue: &str) {
    b.here(at + entry::BODY_XML);
    b.literal(r#"<OperationOutcome xmlns="http://hl7.org/fhir">"#);
    let id = b.begin_wrap(r#"<id value=""#, r#""/>"#);
    b.placeholder(slot::ID, escape::XML_ATTRIBUTE);
    b.end(id);
    b.byte(op::REPEAT);
    let repeat = b.begin();
    b.literal(r#"<issue><severity value="error"/><code value=""#);
    b.literal(issue);
    b.literal(r#""/>"#);
    let diagnostics = b.begin_wrap(r#"<diagnostics value=""#, r#""/>"#);
    b.placeholder(slot::DIAGNOSTICS, escape::XML_ATTRIBUTE);
    b.end(diagnostics);
    b.byte(op::EACH_XML);
    b.byte(slot::EXPRESSION);
    b.run(r#"<expression value=""#);
    b.run(r#""/>"#);
    b.literal("</issue>");
    b.end(repeat);
    b.literal("</OperationOutcome>");
    b.byte(op::END);
}

const fn patient_not_found(b: &mut Builder) {
    let at = b.entry(0, "PATIENT_NOT_FOUND", (code_kind::TEXT, "PATIENT_NOT_FOUND"), 404);
    b.u16(at + entry::CATEGORY, 0);
    b.u16(at + entry::REPLACED_BY, 4);
    b.index[at + entry::ISSUE_TYPE] = 15;
    b.index[at + entry::RETRY] = 0;
    texts(b, at, "PatientNotFound", "Patient not found");
    b.fact(fact::DEPRECATED, "");
    b.fact(fact::TAG, "patient");
    b.fact(fact::TAG, "lookup");
    b.parameter("id", 0, 0);
    b.fact(fact::PARAMETER_DESCRIPTION, "The id as the client sent it.");
    b.fact(fact::PARAMETER_EXAMPLE, "p-17");
    b.parameter("nhs_number", 0, 2);
    b.byte(fact::END);
    outcome(
        b,
        at,
        r#"{"severity":"error","code":"not-found""#,
        Some("No patient has the id "),
    );
    outcome_xml(b, at, "not-found");
}

const fn timeouts(b: &mut Builder) {
    let at = b.entry(1, "REC_TIMEOUT", (code_kind::TEXT, "TIMEOUT"), 408);
    b.u16(at + entry::SAME_CODE, 2);
    texts(b, at, "RecTimeout", "The receiver took too long");
    b.byte(fact::END);
    outcome(b, at, r#"{"severity":"error","code":"timeout""#, None);
    outcome_xml(b, at, "timeout");
    let at = b.entry(2, "PROXY_TIMEOUT", (code_kind::TEXT, "TIMEOUT"), 504);
    b.u32(at + entry::RETRY_AFTER, 30);
    b.index[at + entry::RETRY] = 2;
    texts(b, at, "ProxyTimeout", "The proxy took too long");
    b.byte(fact::END);
    outcome(b, at, r#"{"severity":"error","code":"transient""#, None);
    retry_header(b, at, None);
}

/// `Retry-After: {retry_after?}`, and a header with a parameter.
const fn retry_header(b: &mut Builder, at: usize, parameter: Option<u8>) {
    b.here(at + entry::HEADERS);
    if let Some(parameter) = parameter {
        b.run("X-Name");
        let program = b.begin();
        b.literal("n=");
        b.placeholder(parameter, escape::HEADER);
        b.end(program);
    }
    b.run("Retry-After");
    let program = b.begin();
    let value = b.begin_if(slot::RETRY_AFTER);
    b.placeholder(slot::RETRY_AFTER, escape::HEADER);
    let skip = b.begin_skip();
    b.end(value);
    b.byte(op::ABSENT);
    b.end(skip);
    b.end(program);
    b.number(0);
    b.number(0);
}

const fn upstream(b: &mut Builder) {
    let at = b.entry(3, "UPSTREAM", (code_kind::INTEGER, "20003"), 502);
    b.u16(at + entry::STATUS_MIN, 500);
    b.u16(at + entry::STATUS_MAX, 599);
    b.u16(at + entry::RESPONSE, 2);
    b.here(at + entry::MESSAGE);
    b.literal("Upstream ");
    b.placeholder(slot::PARAMETER, escape::PLAIN);
    b.literal(" failed");
    b.byte(op::END);
    let log = b.position();
    b.placeholder(slot::PARAMETER + 3, escape::PLAIN);
    b.byte(op::END);
    b.here(at + entry::FACTS);
    b.fact(fact::RUST_NAME, "Upstream");
    b.fact(fact::TITLE, "Upstream failed");
    b.parameter("name", 0, 0);
    b.parameter("count", 1, 0);
    b.parameter("share", 2, 0b100);
    b.parameter("host", 0, 1);
    b.byte(fact::LOG);
    b.number(log);
    b.number(0);
    b.byte(fact::END);
    b.here(at + entry::BODY);
    b.literal(r#"{"request_id":"#);
    b.placeholder(slot::REQUEST_ID, escape::JSON_VALUE);
    b.literal(r#","status":"#);
    b.placeholder(slot::STATUS, escape::JSON_VALUE);
    b.literal(r#","text":"#);
    b.placeholder(slot::STATUS, escape::JSON_STRING);
    b.literal(r#","reason":""#);
    b.placeholder(slot::REASON, escape::JSON);
    b.literal(r#"","name":"#);
    b.placeholder(slot::PARAMETER, escape::JSON_VALUE);
    b.literal(r#","count":"#);
    b.placeholder(slot::PARAMETER + 1, escape::JSON_VALUE);
    b.literal(r#","share":"#);
    b.placeholder(slot::PARAMETER + 2, escape::JSON_STRING);
    b.literal(r#","at":["#);
    b.byte(op::EACH);
    b.byte(slot::LOCATION);
    b.literal("]");
    let outer = b.begin_wrap(r#""more":{"#, "}");
    let inner = b.begin_if(slot::INSTANCE);
    b.byte(op::COMMA);
    b.literal(r#""instance":"#);
    b.placeholder(slot::INSTANCE, escape::JSON_VALUE);
    b.end(inner);
    b.end(outer);
    b.literal("}");
    b.byte(op::END);
    retry_header(b, at, Some(slot::PARAMETER));
}

/// `408`, `4xx` and, with a value, `5xx`.
const fn fallbacks(b: &mut Builder) {
    let values = b.position();
    b.byte(fact::END);
    let named = b.position();
    b.fact(fact::VALUE_NAME, "name");
    b.fact(fact::VALUE, "the ward");
    b.byte(fact::END);
    b.here(header::FALLBACKS);
    let all = [(408, 1, values), (4, 4, values), (5, 3, named)];
    let start = b.len;
    b.len += 2 + all.len() * fallback::SIZE;
    b.u16(start, 3);
    let mut position = 0;
    while position < all.len() {
        let at = start + 2 + position * fallback::SIZE;
        let (status, entry, values) = all[position];
        b.u16(at + fallback::STATUS, status);
        b.u16(at + fallback::ENTRY, entry);
        b.u32(at + fallback::VALUES, values);
        position += 1;
    }
}

const fn hash_table<const N: usize>(b: &mut Builder, keys: &[&str; N], values: &[u16; N]) {
    let mut slots = [NONE_U16; 16];
    let mask = lookup::slots(N) - 1;
    let mut key = 0;
    while key < N {
        let mut slot = lookup::hash(keys[key].as_bytes()) as usize & mask;
        while slots[slot] != NONE_U16 {
            slot = (slot + 1) & mask;
        }
        slots[slot] = values[key];
        key += 1;
    }
    let mut slot = 0;
    while slot <= mask {
        let [low, high] = slots[slot].to_le_bytes();
        b.byte(low);
        b.byte(high);
        slot += 1;
    }
}

const fn tables(b: &mut Builder) {
    fallbacks(b);
    b.here(header::BY_NAME);
    let names = ["PATIENT_NOT_FOUND", "REC_TIMEOUT", "PROXY_TIMEOUT", "UPSTREAM", "GONE"];
    hash_table(b, &names, &[0, 1, 2, 3, 4]);
    b.u16(header::CODES, 3);
    b.here(header::BY_CODE);
    hash_table(b, &["20003", "PATIENT_NOT_FOUND", "TIMEOUT"], &[3, 0, 1]);
    b.here(header::FACTS);
    b.fact(fact::CATALOG_NAME, "clinic");
    b.fact(fact::TITLE, "Clinic API");
    b.fact(fact::METADATA_NAME, "x-team");
    b.fact(fact::METADATA_VALUE, r#"{"slack":"clinic"}"#);
    b.fact(fact::METADATA_NAME, "x-runbook");
    b.fact(fact::METADATA_VALUE, r#""see \"north\"""#);
    b.fact(fact::METADATA_TEXT, r#"see "north""#);
    b.byte(fact::END);
}
