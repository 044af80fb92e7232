//! Closed lists of words. A byte of the index is a position in a list, so lists may grow only at their ends.

/// FHIR issue severities (<https://hl7.org/fhir/valueset-issue-severity.html>), highest first. `success` exists since R5.
pub const SEVERITIES: [&str; 5] = ["fatal", "error", "warning", "information", "success"];

/// FHIR issue types (<https://hl7.org/fhir/valueset-issue-type.html>) of all versions, in the order of R5.
pub const ISSUE_TYPES: [&str; 33] = [
    "invalid",
    "structure",
    "required",
    "value",
    "invariant",
    "security",
    "login",
    "unknown",
    "expired",
    "forbidden",
    "suppressed",
    "processing",
    "not-supported",
    "duplicate",
    "multiple-matches",
    "not-found",
    "deleted",
    "too-long",
    "code-invalid",
    "extension",
    "too-costly",
    "business-rule",
    "conflict",
    "limited-filter",
    "transient",
    "lock-error",
    "no-store",
    "exception",
    "timeout",
    "incomplete",
    "throttled",
    "informational",
    "success",
];

/// FHIR releases with a supported OperationOutcome, oldest first.
pub const FHIR_VERSIONS: [&str; 5] = ["DSTU2", "STU3", "R4", "R4B", "R5"];

/// Retry classes.
pub const RETRY_CLASSES: [&str; 5] = ["never", "immediate", "after", "backoff", "manual"];

/// Types of parameters.
pub const PARAMETER_TYPES: [&str; 13] = [
    "string",
    "integer",
    "decimal",
    "boolean",
    "uri",
    "date-time",
    "display",
    "token",
    "uuid",
    "enum",
    "json",
    "string[]",
    "integer[]",
];

/// Visibilities of parameters.
pub const VISIBILITIES: [&str; 3] = ["public", "internal", "personal"];

/// Formats of a response.
pub const FORMATS: [&str; 6] = ["json", "text", "empty", "operation-outcome", "problem", "xml"];

/// Returns the reason phrase of a status code in the IANA registry; empty if it is not registered.
#[must_use]
pub const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        510 => "Not Extended",
        511 => "Network Authentication Required",
        _ => "",
    }
}
