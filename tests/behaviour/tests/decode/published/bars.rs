//! BaRS, and what uses its system of codes.

use behaviour_tests::Bars;

use super::unknown;
use crate::support::{CODES, bars, decode, found};

// Simplifier guide of BaRS 1.4.0 ("OperationOutcome Example"), and other APIs of the NHS with its system of codes.
#[test]
fn bodies_of_other_apis_with_the_codes_of_bars() {
    let body = bars(
        "not-found",
        "http://hl7.org/fhir/ValueSet/operation-outcome",
        "REC_NOT_FOUND",
        "The resource was not found at the <Receiver Identifier (ODS)>: <further diagnostics information, error message/error text>",
    );
    assert_eq!(found::<Bars>(404, &body), [Bars::RecNotFound]);
    for (code, issue_type) in [
        ("400 Bad Request", "400"),
        ("DUPLICATE", "duplicate"),
        ("NOT_SUPPORTED", "not-supported"),
        ("not_found", "not_found"),
    ] {
        let (found, sent, _) = unknown::<Bars>(
            400,
            &bars(issue_type, "https://fhir.nhs.uk/Codesystem/http-error-codes", code, "x"),
        );
        assert_eq!((found.as_deref(), sent.as_deref()), (Some(code), Some(issue_type)));
    }
    // The failure scenarios spell the code with a space.
    for code in ["SERVER ERROR", "SERVER_ ERROR"] {
        assert_eq!(
            found::<Bars>(500, &bars("exception", CODES, code, "x")),
            [Bars::ServerErrorException]
        );
        assert_eq!(
            found::<Bars>(500, &bars("transient", CODES, code, "x")),
            [Bars::ServerErrorTransient]
        );
    }
    let body = bars("exception", CODES, "SERVER_ERROR", "x").replace("\"error\"", "\"fatal\"");
    let decoded = decode::<Bars>(500, &body);
    assert_eq!(decoded.entry(), Some(Bars::ServerErrorException));
    assert_eq!(
        decoded.issue().unwrap().drift().to_string(),
        "expected severity `error`, found `fatal`"
    );
}

const NHS: &str = "https://fhir.nhs.uk/Codesystem/http-error-codes";
const NONE: &str = "http://hl7.org/fhir/ValueSet/operation-outcome";

// The bodies of the proxy and of the mock receiver of NHSDigital/booking-and-referral-fhir-api: ErrorRepository.js, mock-receiver/examples.
#[test]
fn every_body_of_the_proxy_of_bars_is_known_by_its_code() {
    for (status, issue_type, system, code, diagnostics, expected) in [
        (
            401,
            "security",
            NHS,
            "SEND_UNAUTHORIZED",
            "The user or system was not able to be authenticated, either the access token was invalid, or not provided.",
            &[Bars::SendUnauthorizedSecurity] as &[Bars],
        ),
        (
            401,
            "unknown",
            NHS,
            "SEND_UNAUTHORIZED",
            "No Access token was provided.",
            &[Bars::SendUnauthorizedUnknown] as &[Bars],
        ),
        (
            403,
            "forbidden",
            NHS,
            "SEND_FORBIDDEN",
            "The access token was provided, but BaRS is not enabled.",
            &[Bars::SendForbidden] as &[Bars],
        ),
        (
            400,
            "400",
            NONE,
            "PROXY_BAD_REQUEST",
            "The base64 decoding of the NHSD-Target-Identifier header failed.",
            &[
                Bars::ProxyBadRequestInvalid,
                Bars::ProxyBadRequestRequired,
                Bars::ProxyBadRequestStructure,
                Bars::GuideProxyBadRequest,
            ] as &[Bars],
        ),
        (
            400,
            "structure",
            NONE,
            "PROXY_BAD_REQUEST",
            "Invalid schema for NHSD-Target-Identifier header",
            &[Bars::ProxyBadRequestStructure] as &[Bars],
        ),
        (
            400,
            "invalid",
            NHS,
            "BAD_REQUEST",
            "The X-Request-Id or the X-Correlation-Id was not included",
            &[Bars::BadRequestInvalid] as &[Bars],
        ),
        (
            404,
            "not-found",
            NHS,
            "PROXY_NOT_FOUND",
            "The target endpoint does not exist in the Endpoint Catalogue.",
            &[Bars::ProxyNotFound] as &[Bars],
        ),
        (
            404,
            "not-found",
            NHS,
            "NOT_FOUND",
            "Endpoint on the API does not exist.",
            &[Bars::NotFound] as &[Bars],
        ),
        (
            403,
            "forbidden",
            NHS,
            "REC_FORBIDDEN",
            "TLS-MA failure.",
            &[Bars::RecForbidden] as &[Bars],
        ),
        (
            406,
            "processing",
            NHS,
            "SEND_NOT_ACCEPTABLE",
            "Senders message had an incorrect content type defined for a response: &lt;further diagnostics information, error message/error text&gt;",
            &[Bars::SendNotAcceptable] as &[Bars],
        ),
        (
            408,
            "timeout",
            NHS,
            "REC_TIMEOUT",
            "The connection to the Receiver timed out.",
            &[Bars::RecTimeout] as &[Bars],
        ),
        (
            429,
            "429",
            NONE,
            "PROXY_TOO_MANY_REQUESTS",
            "Too many requests have been made by this source in a given amount of time: (further diagnostics information, error message/error text)",
            &[Bars::ProxyTooManyRequests] as &[Bars],
        ),
        (
            503,
            "transient",
            NHS,
            "REC_SERVICE_UNAVAILABLE",
            "The response from the receiver was a 503, with no detail.",
            &[Bars::RecServiceUnavailable] as &[Bars],
        ),
        (
            500,
            "exception",
            NHS,
            "REC_SERVER_ERROR",
            "unhandled exception.",
            &[Bars::RecServerErrorException] as &[Bars],
        ),
        (
            500,
            "no-store",
            NHS,
            "REC_SERVER_ERROR",
            "internal data storage issue.",
            &[Bars::RecServerErrorNoStore] as &[Bars],
        ),
        (
            500,
            "500",
            NHS,
            "REC_SERVER_ERROR",
            "Too many requests have been made by this source in a given amount of time: <further diagnostics information, error message/error text>",
            &[
                Bars::RecServerErrorException,
                Bars::RecServerErrorNoStore,
                Bars::RecServerErrorTooCostly,
                Bars::RecServerErrorTransient,
            ] as &[Bars],
        ),
        (
            500,
            "exception",
            NHS,
            "SERVER_ERROR",
            "A sub-service encountered an unhandled exception.",
            &[Bars::ServerErrorException] as &[Bars],
        ),
        (
            405,
            "405",
            NHS,
            "REC_METHOD_NOT_ALLOWED",
            "This method is not allowed: <further diagnostics information, error message/error text>",
            &[Bars::RecMethodNotAllowed] as &[Bars],
        ),
        (
            422,
            "422",
            NHS,
            "REC_UNPROCESSABLE_ENTITY",
            "Message was not malformed but deemed unprocessable by <Receiver identifier (ODS?)>: <further diagnostics information, error message/error text>",
            &[Bars::RecUnprocessableEntity] as &[Bars],
        ),
    ] {
        // The diagnostics are the proxy's own, so nothing but the issue type tells entries with one code apart; where that is none, nothing does.
        let body = bars(issue_type, system, code, diagnostics);
        assert_eq!(found::<Bars>(status, &body), expected, "{status} {issue_type} {code}");
    }
}
