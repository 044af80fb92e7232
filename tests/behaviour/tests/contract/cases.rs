//! One change for each row of the table, and its effect.

use Effect::{
    Absent, Decision, Drift, DriftWith, Header, Lost, LostAt, Member, New, NoError, NoHeader, OldServer, OtherRust,
    Parameter, Rust, Same, SameKind, TakenFor, Text,
};

pub const CATALOG: &str = r#"{
  "name": "clinic",
  "version": "1.0.0",
  "title": "Clinic API",
  "categories": { "rooms": { "title": "Rooms" }, "people": {} },
  "responses": {
    "default": {
      "format": "json",
      "body": { "code": "{code}", "status": "{status}", "text": "{message}", "help": "{action?}" }
    },
    "slot": {
      "format": "json",
      "body": { "code": "{code}", "slot": "{slot}", "number": "{number?}", "text": "{message}", "kind": "{x-kind}", "deep": { "kind": "{x-kind}" } }
    },
    "outcome": {
      "format": "operation-outcome",
      "fhir": ["STU3", "R4"],
      "coding": { "system": "https://clinic.example/errors", "display": "{display}" }
    },
    "page": { "format": "problem" },
    "group": { "format": "json", "body": { "code": "{code}", "category": "{category}", "version": "{version}", "trace": { "$if": "request_id", "kind": "group" } } },
    "band": { "format": "json", "in_band": true, "body": { "ok": false, "error": "{code}" } },
    "xml": { "format": "xml", "body": "<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>" }
  },
  "errors": {
    "GONE": { "code": "E1", "status": 410, "title": "Gone", "message": "It is gone.", "retry": "never", "category": "rooms" },
    "TAKEN": {
      "status": 409,
      "response": "slot",
      "title": "Taken",
      "message": "Slot {slot} is taken.",
      "log": "Taken by {user}, {cause}.",
      "parameters": {
        "slot": "string",
        "number": { "type": "integer", "optional": true },
        "cause": { "type": "enum", "values": ["early", "late"], "visibility": "internal" },
        "user": { "type": "string", "visibility": "internal" }
      },
      "x-kind": "slot"
    },
    "FULL": {
      "status": [503, 429],
      "title": "Full",
      "retry": { "class": "after", "delay": 30 },
      "headers": { "Retry-After": "{retry_after?}" },
      "action": "Wait."
    },
    "SLOW": { "status": 504, "title": "Slow", "retry": { "class": "backoff", "delay": 2 }, "endpoints": ["/x"], "headers": { "X-Slow": "1" } },
    "LOST_A": { "code": null, "status": 404, "title": "Lost", "message": "It is lost.", "action": "Search." },
    "LOST_B": { "code": null, "status": 404, "title": "Missing", "message": "It is missing." },
    "TWIN_A": { "code": "TWIN", "status": 400, "title": "Twin A", "endpoints": ["/a"] },
    "TWIN_B": { "code": "TWIN", "status": 400, "title": "Twin B", "endpoints": ["/b"] },
    "OLD": { "status": 400, "title": "Old", "deprecated": true, "aliases": ["ANCIENT"] },
    "PAGE": { "status": 406, "title": "Page", "response": "page", "code": null, "docs": "https://clinic.example/page" },
    "MISSING": {
      "status": 404,
      "response": "outcome",
      "issue": "not-found",
      "title": "Missing",
      "display": "Missing",
      "diagnostics": "Nothing has this id."
    },
    "GROUPED": { "status": 402, "response": "group", "title": "Grouped", "category": "rooms" },
    "BAND": { "status": 400, "response": "band", "title": "Band" },
    "XML": { "status": 418, "response": "xml", "title": "XML" }
  },
  "fallbacks": { "418": "XML" }
}
"#;

/// The effect of a change.
#[derive(Debug, Clone, Copy)]
pub enum Effect {
    /// An old client reads the new response as the old one: the same entry, parameters and decision.
    Same,
    /// The same, but a longer or shorter delay.
    SameKind,
    /// An old client reads the same entry, and reports drift.
    Drift,
    /// An old client does not recognize the new response.
    Lost,
    /// The same for a request with this path.
    LostAt(&'static str),
    /// An old client takes the new response for a success.
    NoError,
    /// An old client takes the new response for another entry of the old catalog.
    TakenFor(&'static str),
    /// An old client does not recognize the response of the new entry of this name, and takes it for no other.
    New,
    /// A member of the old body, by its JSON pointer, is absent or of another type.
    Member(&'static str),
    /// A header of the old response is absent or has another value.
    Header(&'static str),
    /// A header, or a member, is absent if only required parameters have values.
    NoHeader(&'static str),
    Absent(&'static str),
    /// An old client reads the same entry with this status, and reports drift.
    DriftWith(u16),
    /// An old client does not find the value of a parameter.
    Parameter(&'static str),
    /// The old client decides otherwise than a new one.
    Decision,
    /// The old text is not in the new response.
    Text(&'static str),
    /// A new client does not recognize a response with this body, which an old server still sends.
    OldServer(&'static str),
    /// These words are in the generated code of one of the two catalogs only.
    Rust(&'static str),
    /// The generated code is another.
    OtherRust,
}

/// A row, the change as replacements in the catalog, the entry whose response is read, and the effect.
pub type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    Effect,
);

/// The cases, each in one line.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    // Entries
    ("entry-added", &[(r#""GONE": {"#, r#""NEW": { "status": 422, "title": "New" }, "GONE": {"#)], "NEW", New),
    ("entry-added-ambiguous", &[(r#""GONE": {"#, r#""NEW": { "code": "E1", "status": 422, "title": "New" }, "GONE": {"#)], "NEW", TakenFor("GONE")),
    ("entry-removed", &[(r#""SLOW": { "status": 504, "title": "Slow", "retry": { "class": "backoff", "delay": 2 }, "endpoints": ["/x"], "headers": { "X-Slow": "1" } },"#, "")], "GONE", Rust("Slow")),
    ("entry-removed-deprecated", &[(r#""OLD": { "status": 400, "title": "Old", "deprecated": true, "aliases": ["ANCIENT"] },"#, "")], "GONE", Same),
    ("entry-renamed", &[(r#""GONE": { "#, r#""AWAY": { "rust": "Gone", "#)], "AWAY", Same),
    ("rust-name-changed", &[(r#""code": "E1","#, r#""code": "E1", "rust": "Away","#)], "GONE", Rust("Away")),
    ("order-changed", &[("\"OLD\": {", "\"X\": {"), ("\"GONE\": {", "\"OLD\": { \"status\": 400, \"title\": \"Old\", \"deprecated\": true, \"aliases\": [\"ANCIENT\"] }, \"GONE\": {"), ("\"X\": { \"status\": 400, \"title\": \"Old\", \"deprecated\": true, \"aliases\": [\"ANCIENT\"] },", "")], "GONE", OtherRust),
    // Identity
    ("code-changed", &[(r#""E1""#, r#""E2""#)], "GONE", Lost),
    ("code-changed", &[(r#""code": "E1""#, r#""code": 1"#)], "GONE", Lost),
    ("code-changed", &[(r#""code": "E1""#, r#""code": null"#)], "GONE", Lost),
    ("identity-changed", &[(r#""x-kind": "slot""#, r#""x-kind": "room""#)], "TAKEN", Member("/kind")),
    ("type-changed", &[("clinic.example/page", "clinic.example/pages")], "PAGE", Member("/type")),
    ("alias-added", &[(r#"["ANCIENT"]"#, r#"["ANCIENT", "OLDER"]"#)], "OLD", Same),
    ("alias-removed", &[(r#", "aliases": ["ANCIENT"]"#, "")], "OLD", OldServer(r#"{"code":"ANCIENT","status":400,"text":"x"}"#)),
    // HTTP
    ("status-changed", &[("410", "404")], "GONE", Drift),
    ("status-changed", &[(r#""code": "TWIN", "status": 400, "title": "Twin A", "endpoints": ["/a"]"#, r#""code": "TWIN", "status": 409, "title": "Twin A", "endpoints": ["/a"]"#)], "TWIN_A", Drift),
    ("status-default-changed", &[("[503, 429]", "[429, 503]")], "FULL", Member("/status")),
    ("status-added", &[("[503, 429]", "[503, 429, 507]")], "FULL", DriftWith(507)),
    ("status-removed", &[("[503, 429]", "503")], "FULL", Same),
    ("header-added", &[(r#""title": "Slow""#, r#""title": "Slow""#), (r#""X-Slow": "1""#, r#""X-Slow": "1", "X-New": "1""#)], "SLOW", Same),
    ("header-removed", &[(r#""headers": { "Retry-After": "{retry_after?}" },"#, "")], "FULL", Header("retry-after")),
    ("header-optional", &[(r#""X-Slow": "1""#, r#""X-Slow": "{ward?}""#), (r#""title": "Slow""#, r#""title": "Slow", "parameters": { "ward": { "type": "string", "optional": true } }"#)], "SLOW", NoHeader("x-slow")),
    ("header-changed", &[(r#""Retry-After": "{retry_after?}""#, r#""Retry-After": "60""#)], "FULL", Header("retry-after")),
    // FHIR and groups
    ("issue-changed", &[(r#""not-found""#, r#""invalid""#)], "MISSING", Drift),
    ("severity-changed", &[(r#""issue": "not-found""#, r#""issue": "not-found", "severity": "fatal""#)], "MISSING", Drift),
    ("category-changed-sent", &[(r#""title": "Grouped", "category": "rooms""#, r#""title": "Grouped", "category": "people""#)], "GROUPED", Member("/category")),
    ("category-changed", &[(r#""retry": "never", "category": "rooms""#, r#""retry": "never", "category": "people""#)], "GONE", Same),
    ("category-added", &[(r#""people": {}"#, r#""people": {}, "staff": {}"#)], "GONE", Same),
    ("category-removed", &[(r#", "people": {}"#, "")], "GONE", Rust("People")),
    ("category-renamed", &[(r#""people": {}"#, r#""people": { "rust": "Staff" }"#)], "GONE", Rust("Staff")),
    // Responses
    ("response-format-changed", &[(r#"{ "format": "problem" }"#, r#"{ "format": "text", "body": "{message}" }"#)], "PAGE", Member("/type")),
    ("content-type-changed", &[(r#"{ "format": "problem" }"#, r#"{ "format": "problem", "content_type": "application/json" }"#)], "PAGE", Header("content-type")),
    ("in-band-added", &[(r#"{ "format": "json", "body": { "code": "{code}", "category""#, r#"{ "format": "json", "in_band": true, "body": { "code": "{code}", "category""#), ("402", "200")], "GROUPED", NoError),
    ("in-band-removed", &[(r#""in_band": true, "#, "")], "BAND", Same),
    ("fhir-version-added", &[(r#"["STU3", "R4"]"#, r#"["STU3", "R4", "R4B"]"#)], "MISSING", Same),
    ("fhir-version-removed", &[(r#"["STU3", "R4"]"#, r#"["STU3"]"#)], "MISSING", Same),
    ("member-added", &[(r#""status": "{status}","#, r#""status": "{status}", "more": [true],"#)], "GONE", Same),
    ("member-removed", &[(r#""code": "{code}", "status": "{status}","#, r#""status": "{status}","#)], "GONE", Lost),
    ("member-removed", &[(r#""number": "{number?}", "#, r#""no": "{number?}", "#)], "TAKEN", Member("/number")),
    ("member-type-changed", &[(r#""{status}""#, r#""{status:string}""#)], "GONE", Member("/status")),
    ("member-optional", &[(r#""deep": { "#, r#""deep": { "$if": "number", "#)], "TAKEN", Absent("/deep/kind")),
    ("member-required", &[(r#""$if": "request_id", "#, "")], "GROUPED", Same),
    ("member-identity-changed", &[("https://clinic.example/errors", "https://clinic.example/codes")], "MISSING", Lost),
    ("member-value-lost", &[(r#""slot": "{slot}", "number": "{number?}", "text": "{message}""#, r#""slot": "{slot}", "number": "{number?}", "text": "{title}""#)], "TAKEN", Text("Slot slot is taken.")),
    ("member-text-changed", &[(r#""status": "{status}", "text": "{message}""#, r#""status": "{status}", "text": "Sorry: {message}""#)], "GONE", Member("/text")),
    ("xml-declaration-changed", &[("<?xml version='1.0'?>", "")], "XML", Same),
    // Parameters
    ("parameter-added", &[(r#""title": "Slow""#, r#""title": "Slow", "message": "{ward} is slow.", "parameters": { "ward": "string" }"#)], "SLOW", Rust("ward")),
    ("parameter-added-optional", &[("Taken by {user}, {cause}.", "Taken by {user}, {cause}: {more?}"), (r#""slot": "string""#, r#""slot": "string", "more": { "type": "string", "optional": true }"#)], "TAKEN", Rust("more")),
    ("parameter-added-first", &[(r#""title": "Slow""#, r#""title": "Slow", "log": "{ward?}", "parameters": { "ward": { "type": "string", "optional": true } }"#)], "SLOW", Same),
    ("parameter-removed-sent", &[(r#""slot": "{slot}", "number": "{number?}", "text""#, r#""slot": "{slot}", "text""#)], "TAKEN", Member("/number")),
    ("parameter-removed", &[("Taken by {user}, {cause}.", "Taken: {cause}.")], "TAKEN", Rust("user")),
    ("parameter-type-changed-sent", &[(r#""slot": "string""#, r#""slot": "integer""#)], "TAKEN", Member("/slot")),
    ("parameter-type-changed", &[(r#""user": { "type": "string""#, r#""user": { "type": "integer""#)], "TAKEN", OtherRust),
    ("parameter-optional-sent", &[(r#""slot": "string""#, r#""slot": { "type": "string", "optional": true }"#), (r#""{slot}""#, r#""{slot?}""#), ("Slot {slot} is", "Slot {slot?} is")], "TAKEN", Absent("/slot")),
    ("parameter-optional", &[(r#""user": { "type": "string""#, r#""user": { "optional": true, "type": "string""#), ("by {user},", "by {user?},")], "TAKEN", OtherRust),
    ("parameter-required", &[(r#""type": "integer", "optional": true"#, r#""type": "integer""#)], "TAKEN", OtherRust),
    ("parameter-hidden", &[(r#""number": "{number?}", "text""#, r#""text""#), ("Taken by {user}, {cause}.", "Taken by {user}, {cause}: {number?}")], "TAKEN", Parameter("number")),
    ("parameter-published", &[(r#""user": { "type": "string", "visibility": "internal" }"#, r#""user": "string""#), ("Slot {slot} is taken.", "Slot {slot} is taken by {user}.")], "TAKEN", Member("/text")),
    ("parameter-visibility-changed", &[(r#""user": { "type": "string", "visibility": "internal" }"#, r#""user": { "type": "string", "visibility": "personal" }"#)], "TAKEN", Same),
    ("enum-value-added", &[(r#"["early", "late"]"#, r#"["early", "late", "double"]"#)], "TAKEN", Rust("Double")),
    ("enum-value-removed", &[(r#"["early", "late"]"#, r#"["late"]"#)], "TAKEN", Rust("Early")),
    // Advice
    ("retry-laxer", &[(r#""never""#, r#""backoff""#)], "GONE", Same),
    ("retry-stricter", &[(r#""backoff", "delay": 2"#, r#""manual""#)], "SLOW", Decision),
    ("delay-longer", &[(r#""backoff", "delay": 2"#, r#""backoff", "delay": 9"#)], "SLOW", Decision),
    ("delay-shorter", &[(r#""delay": 30"#, r#""delay": 3"#)], "FULL", SameKind),
    // Endpoints
    ("scope-narrowed", &[(r#""title": "Slow""#, r#""title": "Slow", "methods": ["GET"]"#)], "SLOW", Same),
    ("scope-widened", &[(r#"["/x"]"#, r#"["/x", "/y"]"#)], "SLOW", Same),
    ("scope-widened-ambiguous", &[(r#"["/b"]"#, r#"["/a", "/b"]"#)], "TWIN_B", LostAt("/a")),
    // Texts
    ("title-changed-evidence", &[(r#""title": "Page""#, r#""title": "Leaf""#)], "PAGE", Member("/title")),
    ("title-changed", &[(r#""title": "Gone""#, r#""title": "Away""#)], "GONE", Same),
    ("message-changed-evidence", &[("It is lost.", "We lost it.")], "LOST_A", Lost),
    ("message-changed-evidence", &[("Slot {slot} is taken.", "Taken: {slot}")], "TAKEN", Text("Slot slot is taken.")),
    ("message-changed", &[("It is gone.", "It is away.")], "GONE", Same),
    ("display-changed", &[(r#""display": "Missing""#, r#""display": "Absent""#)], "MISSING", Text(r#""display":"Missing""#)),
    ("text-added", &[(r#""title": "Slow""#, r#""title": "Slow", "action": "Call.""#)], "SLOW", Same),
    ("text-added-evidence", &[("\"message\": \"It is missing.\"", "\"message\": \"It is missing.\", \"action\": \"Wait.\"")], "LOST_B", Lost),
    ("text-removed", &[(r#""headers": { "Retry-After": "{retry_after?}" },
      "action": "Wait.""#, r#""headers": { "Retry-After": "{retry_after?}" }"#)], "FULL", Member("/help")),
    ("documentation-changed-evidence", &[("Search.", "Look.")], "LOST_A", Member("/help")),
    ("documentation-changed", &[("Wait.", "Call.")], "FULL", Same),
    // Life cycle
    ("deprecated", &[(r#""title": "Slow""#, r#""title": "Slow", "deprecated": true"#)], "SLOW", Same),
    ("deprecation-removed", &[(r#""deprecated": true, "#, "")], "OLD", Same),
    ("replacement-changed", &[(r#""deprecated": true, "#, r#""deprecated": true, "replaced_by": "GONE", "#)], "OLD", Same),
    // The catalog
    ("fallback-changed", &[(r#""418": "XML""#, r#""503": "FULL""#)], "GONE", Same),
    ("catalog-changed", &[(r#""Clinic API""#, r#""Clinic""#)], "GONE", Same),
    ("version-changed-sent", &[("1.0.0", "1.0.1")], "GROUPED", Member("/version")),
];
