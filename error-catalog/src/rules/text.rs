//! EC06: texts, placeholders and parameters.

use super::Example::{Catalog, Entry};
use super::{ALL, rules};

rules! {
    /// A placeholder names a built-in value or a parameter.
    UNKNOWN_PLACEHOLDER = "EC0601" "unknown-placeholder" Error,
        why: "Without a declaration, the placeholder has no value. Declare the parameter in the entry, or in the catalog if several entries use it. Write a literal brace twice.",
        wrong: Entry(r#""parameters": { "patient_id": "string" }, "diagnostics": "No patient {patinet_id}, not {patient_id}.""#),
        right: Entry(r#""parameters": { "patient_id": "string" }, "diagnostics": "No patient {patient_id}.""#),
        depends_on: ["parameters"];
    /// Every declared parameter is used: by its entry, or by some entry if the catalog declares it.
    UNUSED_PARAMETER = "EC0602" "unused-parameter" Warning,
        why: "An unused parameter is usually a misspelled placeholder or left over from an edit.",
        wrong: Entry(r#""parameters": { "patient": "string" }, "diagnostics": "No such patient.""#),
        right: Entry(r#""parameters": { "patient": "string" }, "diagnostics": "No patient {patient}.""#),
        depends_on: [ALL];
    /// Every brace opens or closes a placeholder, or is written twice.
    UNBALANCED_BRACE = "EC0603" "unbalanced-brace" Error,
        why: "As in Rust's format strings, `{{` and `}}` are literal braces.",
        wrong: Entry(r#""diagnostics": "Use {id""#),
        right: Entry(r#""diagnostics": "Use {{id}}""#);
    /// `internal` and `personal` parameters are used only in `log`.
    LEAK = "EC0604" "leak" Error,
        why: "Clients, proxies and their logs see bodies and headers. Values that identify a patient must not appear there; \
              BaRS, for example, forbids them in diagnostics.",
        wrong: Entry(r#""parameters": { "nhs_number": { "visibility": "personal" } }, "diagnostics": "No patient {nhs_number}.""#),
        right: Entry(r#""parameters": { "nhs_number": { "visibility": "personal" } }, "diagnostics": "No such patient.", "log": "no patient {nhs_number}""#),
        depends_on: ["parameters"];
    /// Texts have no control characters.
    CONTROL_CHARACTER = "EC0605" "control-character" Error,
        why: "They are invisible in editors and break log lines and terminals. FHIR forbids them in strings, except tab, line feed and carriage return.",
        wrong: Entry(r#""title": "Not\u0007found""#),
        right: Entry(r#""title": "Not found""#);
    /// Texts have no double spaces and no leading or trailing space, apart from the indentation of further lines.
    UNTIDY_SPACE = "EC0606" "untidy-space" Warning,
        why: "Extra spaces are nearly always left over from editing, and they break clients that compare texts. Spaces at the start of a further line indent it, as in the lists of Markdown. If the published text really has them, allow the rule in the entry.",
        wrong: Entry(r#""title": "Not  found ""#),
        right: Entry(r#""title": "Not found""#);
    /// A placeholder is valid in its context.
    PLACEHOLDER_MISUSE = "EC0607" "placeholder-misuse" Error,
        why: "`title`, `user_message` and `code` have no placeholders. `docs` and `display` can use values from the catalog, but no run-time values. `{x?null}` and `{x*}` must be whole JSON values. \
              An optional parameter needs `?` or `?null`, which define the result when it is absent.",
        wrong: Entry(r#""title": "Not found: {code}""#),
        right: Entry(r#""title": "Not found", "message": "Not found: {code}""#),
        depends_on: [ALL];
    /// The example of a parameter is a value of its type.
    EXAMPLE_TYPE = "EC0608" "example-type" Error,
        why: "Generated documents and tests use the example as a value.",
        wrong: Catalog(r#""parameters": { "count": { "type": "integer", "example": "many" } }, "errors": { "FULL": { "status": 409, "issue": "conflict", "title": "Full", "diagnostics": "{count} booked." } }"#),
        right: Catalog(r#""parameters": { "count": { "type": "integer", "example": 3 } }, "errors": { "FULL": { "status": 409, "issue": "conflict", "title": "Full", "diagnostics": "{count} booked." } }"#);
    /// Texts do not refer to themselves, directly or through other texts.
    CIRCULAR_TEXT = "EC0609" "circular-text" Error,
        why: "A text that contains itself would be infinite.",
        wrong: Entry(r#""message": "{display}", "display": "{message}""#),
        right: Entry(r#""message": "Not found here", "display": "{message}""#);
    /// A placeholder is in a place where its value can be escaped.
    UNSAFE_PLACE = "EC0610" "unsafe-place" Error,
        why: "A value must not change what is around it. In a header, a string outside of a quoted string could add a parameter or an element, so only numbers, booleans, dates and tokens are valid there. A header that is a date, such as `Sunset`, is one `date-time` and nothing else. \
              In HTML, no escape is valid in a script, a style sheet, an event handler, a comment or an attribute without quotes, and a value at the start of a link could be a `javascript:` URL.",
        wrong: Entry(r#""parameters": { "scope": "string" }, "headers": { "WWW-Authenticate": "Bearer scope={scope}" }"#),
        right: Entry(r#""parameters": { "scope": "string" }, "headers": { "WWW-Authenticate": "Bearer scope=\"{scope}\"" }"#),
        depends_on: ["parameters", "response"];
    /// Constant text does not look like a placeholder.
    LITERAL_PLACEHOLDER = "EC0611" "literal-placeholder" Warning,
        why: "A value is written as `{name}`. Placeholders of other notations (`%s`, `${x}`, `{{x}}`, `:x`), and any in a `title`, a `user_message` or a member name of a template, are sent letter for letter. \
              If that is meant, allow the rule.",
        wrong: Entry(r#""parameters": { "patient": "string" }, "message": "No patient ${patient}.""#),
        right: Entry(r#""parameters": { "patient": "string" }, "message": "No patient {patient}.""#);
    /// A message uses the built-in placeholders `{name}`, `{id}`, `{reason}`, `{time}`, `{issue}` and `{instance}` on purpose.
    RARE_BUILT_IN = "EC0612" "rare-built-in" Warning,
        why: "`User {id} not found.` looks like a parameter, but `{id}` is the id that the server gives to the response, and is empty without one. A parameter cannot have the name of a built-in placeholder. \
              If the built-in value is meant, allow the rule.",
        wrong: Entry(r#""message": "User {id} not found.""#),
        right: Entry(r#""parameters": { "user_id": "string" }, "message": "User {user_id} not found.""#);
    /// No element or labelled line of a text response consists of an optional value only.
    LEFTOVER = "EC0613" "leftover" Warning,
        why: "`{x?}` in a `text` response omits only the value, so that `<Key>{x?}</Key>` is sent as `<Key></Key>`. Clients read an empty value as one that was given.",
        wrong: Catalog(r#""parameters": { "key": { "optional": true } },
"responses": { "default": { "format": "text", "body": "<Error><Code>{code}</Code><Key>{key?}</Key></Error>" } }"#),
        right: Catalog(r#""parameters": { "key": "string" },
"responses": { "default": { "format": "text", "body": "<Error><Code>{code}</Code><Key>{key}</Key></Error>" } }"#);
    /// Every entry has the `x-…` members that placeholders of its texts and its response use.
    MISSING_CONSTANT = "EC0614" "missing-constant" Error,
        why: "`{x-subcode}` is the value of the entry's member `x-subcode`, so that clients can distinguish entries of one code. Without the member there is nothing to write. \
              `{x-subcode?}` omits the member, the element or the text around it in entries that lack it.",
        wrong: Catalog(r#""responses": { "default": { "format": "json", "body": { "code": "{code}", "subcode": "{x-subcode}" } } },
"errors": { "EXPIRED": { "status": 403, "title": "Expired", "x-subcode": 463 }, "REVOKED": { "status": 403, "title": "Revoked" } }"#),
        right: Catalog(r#""responses": { "default": { "format": "json", "body": { "code": "{code}", "subcode": "{x-subcode?}" } } },
"errors": { "EXPIRED": { "status": 403, "title": "Expired", "x-subcode": 463 }, "REVOKED": { "status": 403, "title": "Revoked" } }"#),
        depends_on: ["response"];
    /// The body of an `xml` response is one well-formed element.
    MALFORMED_XML = "EC0615" "malformed-xml" Error,
        why: "A client's parser rejects XML with an unclosed element, an undeclared prefix or an unknown reference, so that it reads no error at all. Document types, entities and processing instructions are rejected too: \
              parsers of error responses ignore them or refuse them. Values are escaped wherever they are.",
        wrong: Catalog(r#""responses": { "default": { "format": "xml", "body": "<Error><Code>{code}</code></Error>" } }"#),
        right: Catalog(r#""responses": { "default": { "format": "xml", "body": "<Error><Code>{code}</Code></Error>" } }"#);
}
