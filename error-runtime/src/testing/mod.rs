//! A small catalog for the tests, and the code that `error_catalog!` would generate.
//!
//! It is written by hand, because this crate does not depend on the catalog compiler.

mod builder;

use core::fmt;
use core::str::FromStr;

use error_layout::program::{argument, escape, op};
use error_layout::record::Text;
use error_layout::{
    MAGIC, NONE_U16, NONE_U32, category, code_kind, entry, fact, fallback, form, form_header, header, lookup, response,
};

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
    /// 504 `TIMEOUT`, an `OperationOutcome`; retry after 30 seconds.
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
    let facts = b.position();
    b.fact(fact::RUST_NAME, "Rec");
    b.fact(fact::TITLE, "Receiver");
    b.byte(fact::END);
    let name = b.string("REC");
    b.category(0, &category::Record { name, facts });
    responses(&mut b);
    patient_not_found(&mut b);
    timeouts(&mut b);
    upstream(&mut b);
    gone(&mut b);
    tables(&mut b);
    b
}

const fn responses(b: &mut Builder) {
    let all = [
        ("default", "application/fhir+json", 3, 0b110),
        ("empty", "", 2, 0),
        ("json", "application/json", 0, 0),
    ];
    let mut position = 0;
    while position < all.len() {
        let (name, content_type, format, fhir) = all[position];
        let record = response::Record {
            name: b.string(name),
            content_type: b.string(content_type),
            format,
            fhir,
            facts: NONE_U32,
            shape: NONE_U32,
        };
        b.response(position, &record);
        position += 1;
    }
}

/// A form without programs.
const NO_FORM: form::Record = form::Record {
    body: NONE_U32,
    xml: NONE_U32,
    message: NONE_U32,
    log: NONE_U32,
    diagnostics: NONE_U32,
    leaves: NONE_U32,
    headers: NONE_U32,
    header_count: 0,
};

/// The fields that the entries of the tests share.
const ENTRY: entry::Record = entry::Record {
    status: 500,
    status_min: 500,
    status_max: 500,
    category: NONE_U16,
    response: 0,
    replaced_by: NONE_U16,
    same_code: NONE_U16,
    severity: 1,
    issue_type: u8::MAX,
    retry: u8::MAX,
    code_kind: code_kind::TEXT,
    retry_after: NONE_U32,
    name: Text::NONE,
    code: Text::NONE,
    facts: NONE_U32,
    form: NONE_U32,
    row: NONE_U32,
};

/// Begins the facts of an entry.
const fn names(b: &mut Builder, rust_name: &str, title: &str) -> u32 {
    let facts = b.position();
    b.fact(fact::RUST_NAME, rust_name);
    b.fact(fact::TITLE, title);
    facts
}

/// Writes the program of a message without placeholders.
const fn message(b: &mut Builder, title: &str) -> u32 {
    let program = b.position();
    b.step(op::END, 0, 0, [title, "", ""]);
    program
}

/// Writes a row with one text.
const fn row(b: &mut Builder, text: &str) -> u32 {
    let row = b.position();
    let text = b.string(text);
    b.bytes(&text.to_le_bytes());
    row
}

/// Writes the program of an `OperationOutcome`, in which the issue type is a field.
const fn outcome(b: &mut Builder, diagnostics: Option<&str>) -> u32 {
    let program = b.position();
    b.text(r#"{"resourceType":"OperationOutcome""#);
    b.step(op::OPTIONAL, argument::ID, escape::JSON, ["", r#","id":""#, "\""]);
    b.text(r#","issue":["#);
    let repeat = b.begin(op::REPEAT, 0, 1);
    b.step(op::FIELD, 0, 0, [r#"{"severity":"error","code":""#, "", ""]);
    b.text("\"");
    let own = b.begin(op::IF, argument::DIAGNOSTICS, 0);
    b.step(
        op::ARGUMENT,
        argument::DIAGNOSTICS,
        escape::JSON_STRING,
        [r#","diagnostics":"#, "", ""],
    );
    let skip = b.begin(op::SKIP, 0, 0);
    b.end_part(own);
    if let Some(diagnostics) = diagnostics {
        b.text(r#","diagnostics":""#);
        b.step(op::ARGUMENT, argument::PARAMETER, escape::JSON, [diagnostics, "", ""]);
        b.text("\"");
    }
    b.end_part(skip);
    b.step(op::LIST, argument::EXPRESSION, 0, ["", r#","expression":["#, "]"]);
    b.text("}");
    b.end_part(repeat);
    b.text("]}");
    b.end();
    program
}

/// Writes the same program in FHIR's XML.
const fn outcome_xml(b: &mut Builder) -> u32 {
    let program = b.position();
    b.text(r#"<OperationOutcome xmlns="http://hl7.org/fhir">"#);
    let xml = escape::XML_ATTRIBUTE;
    b.step(op::FILLED, argument::ID, xml, ["", r#"<id value=""#, r#""/>"#]);
    let repeat = b.begin(op::REPEAT, 0, 0);
    b.text(r#"<issue><severity value="error"/><code value=""#);
    b.step(op::FIELD, 0, 0, ["", "", ""]);
    b.text(r#""/>"#);
    b.step(
        op::FILLED,
        argument::DIAGNOSTICS,
        xml,
        ["", r#"<diagnostics value=""#, r#""/>"#],
    );
    b.step(
        op::ELEMENTS,
        argument::EXPRESSION,
        xml,
        ["", r#"<expression value=""#, r#""/>"#],
    );
    b.text("</issue>");
    b.end_part(repeat);
    b.text("</OperationOutcome>");
    b.end();
    program
}

const fn patient_not_found(b: &mut Builder) {
    let facts = names(b, "PatientNotFound", "Patient not found");
    b.fact(fact::DEPRECATED, "");
    b.fact(fact::TAG, "patient");
    b.fact(fact::TAG, "lookup");
    b.parameter("id", 0, 0);
    b.fact(fact::PARAMETER_DESCRIPTION, "The id as the client sent it.");
    b.fact(fact::PARAMETER_EXAMPLE, "p-17");
    b.parameter("nhs_number", 0, 2);
    b.byte(fact::END);
    let form = form::Record {
        body: outcome(b, Some("No patient has the id ")),
        xml: outcome_xml(b),
        message: message(b, "Patient not found"),
        ..NO_FORM
    };
    let name = b.string("PATIENT_NOT_FOUND");
    let record = entry::Record {
        category: 0,
        replaced_by: 4,
        issue_type: 15,
        retry: 0,
        name,
        code: name,
        facts,
        row: row(b, "not-found"),
        ..ENTRY
    };
    b.entry(0, 404, record, &form);
}

/// Writes two entries whose bodies differ only in their own texts.
const fn timeouts(b: &mut Builder) {
    let (body, xml) = (outcome(b, None), outcome_xml(b));
    let code = b.string("TIMEOUT");
    let facts = names(b, "RecTimeout", "The receiver took too long");
    b.byte(fact::END);
    let form = form::Record {
        body,
        xml,
        message: message(b, "The receiver took too long"),
        ..NO_FORM
    };
    let record = entry::Record {
        same_code: 2,
        name: b.string("REC_TIMEOUT"),
        code,
        facts,
        row: row(b, "timeout"),
        ..ENTRY
    };
    b.entry(1, 408, record, &form);
    let facts = names(b, "ProxyTimeout", "The proxy took too long");
    b.byte(fact::END);
    let value = retry_after(b);
    let headers = b.position();
    header(b, "Retry-After", value);
    let form = form::Record {
        body,
        message: message(b, "The proxy took too long"),
        headers,
        header_count: 1,
        ..NO_FORM
    };
    let record = entry::Record {
        retry_after: 30,
        retry: 2,
        name: b.string("PROXY_TIMEOUT"),
        code,
        facts,
        row: row(b, "transient"),
        ..ENTRY
    };
    b.entry(2, 504, record, &form);
}

/// Writes the program of `{retry_after?}`.
const fn retry_after(b: &mut Builder) -> u32 {
    let program = b.position();
    let value = b.begin(op::IF, argument::RETRY_AFTER, 0);
    b.step(op::ARGUMENT, argument::RETRY_AFTER, escape::HEADER, ["", "", ""]);
    let skip = b.begin(op::SKIP, 0, 0);
    b.end_part(value);
    b.step(op::ABSENT, 0, 0, ["", "", ""]);
    b.end_part(skip);
    b.end();
    program
}

const fn header(b: &mut Builder, name: &str, value: u32) {
    let name = b.string(name);
    b.bytes(&form_header::Record { name, value }.to_bytes());
}

const fn upstream(b: &mut Builder) {
    let message = b.position();
    b.step(op::ARGUMENT, argument::PARAMETER, escape::PLAIN, ["Upstream ", "", ""]);
    b.text(" failed");
    b.end();
    let log = b.position();
    b.step(op::ARGUMENT, argument::PARAMETER + 3, escape::PLAIN, ["", "", ""]);
    b.end();
    let facts = names(b, "Upstream", "Upstream failed");
    b.parameter("name", 0, 0);
    b.parameter("count", 1, 0);
    b.parameter("share", 2, 0b100);
    b.parameter("host", 0, 1);
    b.byte(fact::END);
    let name = b.position();
    b.step(op::ARGUMENT, argument::PARAMETER, escape::HEADER, ["n=", "", ""]);
    b.end();
    let delay = retry_after(b);
    let headers = b.position();
    header(b, "X-Name", name);
    header(b, "Retry-After", delay);
    let form = form::Record {
        body: upstream_body(b),
        message,
        log,
        headers,
        header_count: 2,
        ..NO_FORM
    };
    let record = entry::Record {
        status_min: 500,
        status_max: 599,
        response: 2,
        code_kind: code_kind::INTEGER,
        name: b.string("UPSTREAM"),
        code: b.string("20003"),
        facts,
        ..ENTRY
    };
    b.entry(3, 502, record, &form);
}

const fn upstream_body(b: &mut Builder) -> u32 {
    let program = b.position();
    let members = [
        (r#"{"request_id":"#, argument::REQUEST_ID, escape::JSON_VALUE),
        (r#","status":"#, argument::STATUS, escape::JSON_VALUE),
        (r#","text":"#, argument::STATUS, escape::JSON_STRING),
        (r#","reason":""#, argument::REASON, escape::JSON),
        (r#"","name":"#, argument::PARAMETER, escape::JSON_VALUE),
        (r#","count":"#, argument::PARAMETER + 1, escape::JSON_VALUE),
        (r#","share":"#, argument::PARAMETER + 2, escape::JSON_STRING),
    ];
    let mut member = 0;
    while member < members.len() {
        let (text, argument, escape) = members[member];
        b.step(op::ARGUMENT, argument, escape, [text, "", ""]);
        member += 1;
    }
    b.step(op::LIST, argument::LOCATION, 0, [r#","at":["#, "", ""]);
    b.text("]");
    let outer = b.begin(op::WRAP, 0, 0);
    b.step(op::COMMA, 0, 0, ["", "", ""]);
    b.step(op::CONTENT, 0, 0, [r#""more":{"#, "", ""]);
    let inner = b.begin(op::IF, argument::INSTANCE, 0);
    b.step(op::COMMA, 0, 0, ["", "", ""]);
    b.step(
        op::ARGUMENT,
        argument::INSTANCE,
        escape::JSON_VALUE,
        [r#""instance":"#, "", ""],
    );
    b.end_part(inner);
    b.text("}");
    b.end_part(outer);
    b.text("}");
    b.end();
    program
}

const fn gone(b: &mut Builder) {
    let facts = names(b, "Gone", "Gone");
    b.byte(fact::END);
    let form = form::Record {
        message: message(b, "Gone"),
        ..NO_FORM
    };
    let record = entry::Record {
        response: 1,
        severity: 3,
        code_kind: code_kind::NONE,
        name: b.string("GONE"),
        code: b.string(""),
        facts,
        ..ENTRY
    };
    b.entry(4, 410, record, &form);
}

/// Writes the fallbacks `408`, `4xx` and, with a value, `5xx`.
const fn fallbacks(b: &mut Builder) -> u32 {
    let values = b.position();
    b.byte(fact::END);
    let named = b.position();
    b.fact(fact::VALUE_NAME, "name");
    b.fact(fact::VALUE, "the ward");
    b.byte(fact::END);
    let table = b.position();
    b.bytes(&3_u16.to_le_bytes());
    let all = [(408, 1, values), (4, 4, values), (5, 3, named)];
    let mut position = 0;
    while position < all.len() {
        let (status, entry, values) = all[position];
        b.bytes(&fallback::Record { status, entry, values }.to_bytes());
        position += 1;
    }
    table
}

const fn hash_table<const N: usize>(b: &mut Builder, keys: &[&str; N], values: &[u16; N]) -> u32 {
    let table = b.position();
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
        b.bytes(&slots[slot].to_le_bytes());
        slot += 1;
    }
    table
}

const fn tables(b: &mut Builder) {
    let names = ["PATIENT_NOT_FOUND", "REC_TIMEOUT", "PROXY_TIMEOUT", "UPSTREAM", "GONE"];
    let facts = b.position();
    b.fact(fact::CATALOG_NAME, "clinic");
    b.fact(fact::TITLE, "Clinic API");
    b.fact(fact::METADATA_NAME, "x-team");
    b.fact(fact::METADATA_VALUE, r#"{"slack":"clinic"}"#);
    b.fact(fact::METADATA_NAME, "x-runbook");
    b.fact(fact::METADATA_VALUE, r#""see \"north\"""#);
    b.fact(fact::METADATA_TEXT, r#"see "north""#);
    b.byte(fact::END);
    let header = header::Record {
        magic: u32::from_le_bytes(MAGIC),
        entries: 5,
        categories: 1,
        responses: 3,
        codes: 3,
        by_name: hash_table(b, &names, &[0, 1, 2, 3, 4]),
        by_code: hash_table(b, &["20003", "PATIENT_NOT_FOUND", "TIMEOUT"], &[3, 0, 1]),
        facts,
        fallbacks: fallbacks(b),
        places: NONE_U32,
        regions: NONE_U32,
        codeless: NONE_U32,
        codeless_count: 0,
        place_count: 0,
    };
    b.header(&header);
}
