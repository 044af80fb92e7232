//! EC04: statuses, headers and retry advice.

use super::Example::{Catalog, Entry};
use super::rules;

rules! {
    /// The status is 400 to 599, or 200 to 299 for an informational outcome.
    STATUS_RANGE = "EC0401" "status-range" Error,
        why: "Only 4xx and 5xx report errors (RFC 9110, section 15). An API that answers a success with an OperationOutcome can list it with `\"severity\": \"information\"` (or `success`, from R5).",
        wrong: Entry(r#""status": 302"#),
        right: Entry(r#""status": 200, "severity": "information", "issue": "informational""#);
    /// A header's name is a token.
    HEADER_NAME = "EC0402" "header-name" Error,
        why: "RFC 9110, section 5.1: letters, digits and ``!#$%&'*+-.^_`|~``. A server would refuse the header when it is sent.",
        wrong: Entry(r#""headers": { "Retry After": "5" }, "retry": "backoff""#),
        right: Entry(r#""headers": { "Retry-After": "5" }, "retry": "backoff""#);
    /// A header's value has no line breaks and no control characters.
    HEADER_VALUE = "EC0403" "header-value" Error,
        why: "A line break in a header value starts another header (response splitting). RFC 9110, section 5.5, allows visible characters, space and tab.",
        wrong: Entry(r#""headers": { "X-Hint": "one\r\nSet-Cookie: two" }"#),
        right: Entry(r#""headers": { "X-Hint": "one" }"#);
    /// What is never retried carries no `Retry-After`.
    RETRY_AFTER_NEVER = "EC0404" "retry-after-never" Error,
        why: "The header asks the client to come back (RFC 9110, section 10.2.3), the advice forbids it.",
        wrong: Entry(r#""headers": { "Retry-After": "5" }, "retry": "never""#),
        right: Entry(r#""headers": { "Retry-After": "5" }, "retry": "after""#);
    /// A 401 has a `WWW-Authenticate` header.
    UNAUTHORIZED_WITHOUT_CHALLENGE = "EC0405" "unauthorized-without-challenge" Warning,
        why: "RFC 9110, section 15.5.2, requires it: without a challenge a client cannot know how to authenticate.",
        wrong: Entry(r#""status": 401, "issue": "login""#),
        right: Entry(r#""status": 401, "issue": "login", "headers": { "WWW-Authenticate": "Bearer" }"#);
    /// A 405 has an `Allow` header.
    METHOD_WITHOUT_ALLOW = "EC0406" "method-without-allow" Warning,
        why: "RFC 9110, section 15.5.6, requires the list of methods that the resource does support.",
        wrong: Entry(r#""status": 405, "issue": "not-supported""#),
        right: Entry(r#""status": 405, "issue": "not-supported", "headers": { "Allow": "GET, HEAD" }"#);
    /// A 429 or 503 says when to try again.
    OVERLOAD_WITHOUT_RETRY = "EC0407" "overload-without-retry" Warning,
        why: "These two statuses exist to slow clients down. Without `retry` every client invents its own rule, and the usual one is at once.",
        wrong: Entry(r#""status": 503, "issue": "transient""#),
        right: Entry(r#""status": 503, "issue": "transient", "retry": { "class": "after", "delay": 30 }"#);
    /// `Content-Type` and `Content-Length` are not among the headers.
    MANAGED_HEADER = "EC0408" "managed-header" Error,
        why: "The content type is the response's `content_type`; the length is what the body turns out to be.",
        wrong: Entry(r#""headers": { "Content-Type": "text/html" }"#),
        right: Entry(r#""headers": { "Content-Language": "en" }"#);
    /// A status range holds the entry's own status and lies within 400 to 599.
    STATUS_OUTSIDE_RANGE = "EC0409" "status-outside-range" Error,
        why: "`status` is what is sent when nothing else is known, so it must be one of the statuses the entry can have.",
        wrong: Entry(r#""status": 404, "status_range": "500-599""#),
        right: Entry(r#""status": 500, "issue": "exception", "status_range": "500-599""#);
    /// A fallback's entry has the status of its key, or one of its class.
    FALLBACK_STATUS = "EC0410" "fallback-status" Error,
        why: "A fallback says in the catalog's words what the framework meant to say. An entry with another status would say something else: `\"404\"` needs an entry that can be a 404, `\"4xx\"` one whose status is 400 to 499.",
        wrong: Catalog(r#""fallbacks": { "405": "NOT_FOUND" }"#),
        right: Catalog(r#""fallbacks": { "404": "NOT_FOUND", "4xx": "NOT_FOUND" }"#);
    /// A fallback has a value for every parameter that its entry requires.
    FALLBACK_PARAMETER = "EC0411" "fallback-parameter" Error,
        why: "The framework that a fallback stands in for knows nothing of the catalog's parameters. Without a value the text would have a gap.",
        wrong: Catalog(r#""fallbacks": { "5xx": "INTERNAL" },
"errors": { "INTERNAL": { "status": 500, "issue": "exception", "title": "Internal error", "diagnostics": "{cause}", "parameters": { "cause": "string" } } }"#),
        right: Catalog(r#""fallbacks": { "5xx": { "entry": "INTERNAL", "parameters": { "cause": "The cause is in the server's log." } } },
"errors": { "INTERNAL": { "status": 500, "issue": "exception", "title": "Internal error", "diagnostics": "{cause}", "parameters": { "cause": "string" } } }"#);
}
