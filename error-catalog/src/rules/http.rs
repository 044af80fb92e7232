//! EC04: statuses, headers and retry advice.

use super::Example::{Catalog, Entry};
use super::{ALL, rules};

rules! {
    /// The status is 400 to 599, or 200 to 299 for an informational outcome.
    STATUS_RANGE = "EC0401" "status-range" Error,
        why: "Only 4xx and 5xx are error statuses (RFC 9110, section 15). An API that returns an OperationOutcome for a success can list it with `\"severity\": \"information\"` (or `success`, since R5). \
              Where errors travel inside a success, as in GraphQL, the response says `\"in_band\": true`; the error is then in its body, or in the `Location` of a redirect.",
        wrong: Entry(r#""status": 302"#),
        right: Entry(r#""status": 200, "severity": "information", "issue": "informational""#),
        depends_on: ["status", "severity"];
    /// A header name is a token.
    HEADER_NAME = "EC0402" "header-name" Error,
        why: "RFC 9110, section 5.1, allows letters, digits and ``!#$%&'*+-.^_`|~``. HTTP servers refuse to send any other name.",
        wrong: Entry(r#""headers": { "Retry After": "5" }, "retry": "backoff""#),
        right: Entry(r#""headers": { "Retry-After": "5" }, "retry": "backoff""#);
    /// A header value has no control characters, its constant text has the grammar of the header, and a header with one value is sent once.
    HEADER_VALUE = "EC0403" "header-value" Error,
        why: "A line break in a header value starts another header (response splitting). RFC 9110, section 5.5, allows visible characters, space and tab. \
              In headers such as `Sunset` and `Last-Modified`, clients parse only HTTP dates (section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`. \
              Clients ignore a `Retry-After` that is neither seconds nor a date, and find no challenge in a `WWW-Authenticate` without a scheme (section 11.6.1) and no link outside of `<…>` (RFC 8288). \
              A header whose value is not a list, such as `Location` or `ETag`, is sent once (section 5.3): of several, clients take any.",
        wrong: Entry(r#""headers": { "X-Hint": "one\r\nSet-Cookie: two" }"#),
        right: Entry(r#""headers": { "X-Hint": "one" }"#);
    /// An entry with `retry: "never"` has no `Retry-After` header, and only `after` and `backoff` have a delay.
    RETRY_AFTER_NEVER = "EC0404" "retry-after-never" Error,
        why: "`Retry-After` tells clients to repeat the request later (RFC 9110, section 10.2.3), and `never` tells them not to. `immediate` and `manual` do not depend on a time either, so a `delay` contradicts them.",
        wrong: Entry(r#""headers": { "Retry-After": "5" }, "retry": "never""#),
        right: Entry(r#""headers": { "Retry-After": "5" }, "retry": "after""#),
        depends_on: ["retry", "headers", "response"];
    /// A 401 has a `WWW-Authenticate` header.
    UNAUTHORIZED_WITHOUT_CHALLENGE = "EC0405" "unauthorized-without-challenge" Warning,
        why: "RFC 9110, section 15.5.2, requires it. Without a challenge, a client cannot know how to authenticate. There is no challenge for client certificates (mTLS): \
              such an API allows the rule once, with `\"allow\": [\"EC0405\"]` in the catalog.",
        wrong: Entry(r#""status": 401, "issue": "login""#),
        right: Entry(r#""status": 401, "issue": "login", "headers": { "WWW-Authenticate": "Bearer" }"#),
        depends_on: ["status", "headers", "response"];
    /// A 405 has an `Allow` header.
    METHOD_WITHOUT_ALLOW = "EC0406" "method-without-allow" Warning,
        why: "RFC 9110, section 15.5.6, requires the list of methods that the resource supports.",
        wrong: Entry(r#""status": 405, "issue": "not-supported""#),
        right: Entry(r#""status": 405, "issue": "not-supported", "headers": { "Allow": "GET, HEAD" }"#),
        depends_on: ["status", "headers", "response"];
    /// A 429 or 503 has `retry` advice, and does not inherit `never`.
    OVERLOAD_WITHOUT_RETRY = "EC0407" "overload-without-retry" Warning,
        why: "These statuses ask clients to slow down. Without `retry`, every client chooses its own delay, often none. `never` is seldom true for them: an entry that means it has its own.",
        wrong: Entry(r#""status": 503, "issue": "transient""#),
        right: Entry(r#""status": 503, "issue": "transient", "retry": { "class": "after", "delay": 30 }"#),
        depends_on: ["status", "retry", "headers"];
    /// `headers` has no header about the body and its transfer, such as `Content-Type`.
    MANAGED_HEADER = "EC0408" "managed-header" Error,
        why: "The content type is the `content_type` of the response. `Content-Length`, `Content-Encoding`, `Transfer-Encoding` and `Trailer` describe how the server sends the body: a wrong one \
              makes it unreadable, or lets a second response in (RFC 9112, section 11.2).",
        wrong: Entry(r#""headers": { "Content-Type": "text/html" }"#),
        right: Entry(r#""headers": { "Content-Language": "en" }"#);
    /// A status range is within 400 to 599 and includes the entry's `status`.
    STATUS_OUTSIDE_RANGE = "EC0409" "status-outside-range" Error,
        why: "`status` is the default, so it must be one of the statuses that the entry can have.",
        wrong: Entry(r#""status": 404, "status_range": "500-599""#),
        right: Entry(r#""status": 500, "issue": "exception", "status_range": "500-599""#),
        depends_on: ["status", "status_range"];
    /// The entry of a fallback can have the status, or the class, of its key.
    FALLBACK_STATUS = "EC0410" "fallback-status" Error,
        why: "A fallback replaces the body of a response and keeps its status. The key `\"404\"` needs an entry that can have the status 404, and `\"4xx\"` one whose status is 400 to 499.",
        wrong: Catalog(r#""fallbacks": { "405": "NOT_FOUND" }"#),
        right: Catalog(r#""fallbacks": { "404": "NOT_FOUND", "4xx": "NOT_FOUND" }"#),
        depends_on: ["status", "status_range"];
    /// A fallback has a value for every required parameter of its entry.
    FALLBACK_PARAMETER = "EC0411" "fallback-parameter" Error,
        why: "The response that a fallback replaces has no values for the entry's parameters, so the catalog must provide them.",
        wrong: Catalog(r#""fallbacks": { "5xx": "INTERNAL" },
"errors": { "INTERNAL": { "status": 500, "issue": "exception", "title": "Internal error", "diagnostics": "{cause}", "parameters": { "cause": "string" } } }"#),
        right: Catalog(r#""fallbacks": { "5xx": { "entry": "INTERNAL", "parameters": { "cause": "The cause is in the server's log." } } },
"errors": { "INTERNAL": { "status": 500, "issue": "exception", "title": "Internal error", "diagnostics": "{cause}", "parameters": { "cause": "string" } } }"#),
        depends_on: [ALL];
    /// A response without a body has no `content_type`.
    CONTENT_TYPE_WITHOUT_BODY = "EC0412" "content-type-without-body" Warning,
        why: "A media type describes a body (RFC 9110, section 8.3). It is not sent with `\"format\": \"empty\"`.",
        wrong: Catalog(r#""responses": { "default": { "format": "empty", "content_type": "application/json" } }"#),
        right: Catalog(r#""responses": { "default": { "format": "empty" } }"#);
    /// A 408 does not inherit advice to repeat requests.
    INHERITED_TIMEOUT_RETRY = "EC0413" "inherited-timeout-retry" Warning,
        why: "The advice of a 408 is followed for requests that are not idempotent, because the status means that the server did not receive the whole request (RFC 9110, section 15.5.9). Many servers \
              send it for time-outs of their own, after a booking was made. Advice for other entries does not answer which of the two a 408 is. Entries whose `methods` are all idempotent are not reported.",
        wrong: Catalog(r#""defaults": { "retry": "backoff" }, "errors": { "TIMEOUT": { "status": 408, "issue": "timeout", "title": "Timeout" } }"#),
        right: Catalog(r#""defaults": { "retry": "backoff" }, "errors": { "TIMEOUT": { "status": 408, "issue": "timeout", "title": "Timeout", "retry": "manual" } }"#),
        depends_on: ["status", "retry", "methods"];
}
