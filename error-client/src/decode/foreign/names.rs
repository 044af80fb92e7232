//! The names of members in error bodies, without case, hyphens and underscores.

use alloc::string::String;

/// The meaning of a member by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A text for people; of several, the lowest rank is the text of the error.
    Text(u8),
    /// A short text that belongs to the code.
    Title,
    /// A code; of several, the lowest rank comes first.
    Code(u8),
    /// A status that can be a word, as in Google's APIs.
    Status,
    /// A type: a URI (RFC 9457) or a name.
    Type,
    /// A text for developers.
    Diagnostics,
    Severity,
    /// A field in error.
    Field,
    /// A field in error, in an element of a list of errors.
    ElementField,
    /// Several fields in error: a list of their names, or the errors of each.
    Fields,
    /// An object with the place of the error, as in JSON:API.
    Source,
    /// Several errors: a list, or a map by field.
    List,
    /// An object that contains the error or a part of it.
    Wrapper,
    /// The value of the code or text around it.
    Value,
}

/// The maximum length of a known name. A name of a body can be long.
const MAX_LEN: usize = 40;

/// A name in lower case, without hyphens, underscores and a namespace prefix.
pub(super) fn plain(name: &str) -> String {
    let name = name.rsplit(':').next().unwrap_or(name);
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a member has the time to wait before the next request.
pub(super) fn is_retry_after(name: &str) -> bool {
    name.len() <= MAX_LEN && matches!(plain(name).as_str(), "retryafter" | "retryafterseconds")
}

/// The role of a member.
pub(super) fn role(name: &str) -> Option<Role> {
    if name.len() > MAX_LEN {
        return None;
    }
    Some(match plain(name).as_str() {
        "detail" => Role::Text(0),
        "message" | "errormessage" => Role::Text(1),
        "msg" | "errmsg" | "errormsg" | "defaultmessage" | "exceptiontext" | "serviceexception" => Role::Text(2),
        "errordescription" | "description" | "desc" => Role::Text(3),
        "faultstring" | "reasontext" => Role::Text(4),
        "text" => Role::Text(5),
        "errorsummary" | "summary" => Role::Text(6),
        "reason" => Role::Text(7),
        "exceptionmessage"
        | "internalreason"
        | "usermessage"
        | "errorusermsg"
        | "userpresentablemessage"
        | "displaymessage"
        | "localizedmessage" => Role::Text(8),
        "error" => Role::Text(9),
        "title" | "errortitle" | "errorusertitle" => Role::Title,
        "code" | "errorcode" | "errcode" | "faultcode" | "exceptioncode" | "errorkey" => Role::Code(1),
        "subcode" | "suberrorcode" | "errorsubcode" | "declinecode" => Role::Code(2),
        "suberror" => Role::Code(6),
        "codename" => Role::Code(0),
        "value" => Role::Value,
        "errorname" | "errno" | "exceptionclass" => Role::Code(3),
        "status" => Role::Status,
        "type" | "errortype" | "exceptiontype" => Role::Type,
        "diagnostics" | "developermessage" | "debugmessage" | "technicalmessage" | "internalmessage" | "hint" => {
            Role::Diagnostics
        }
        "severity" => Role::Severity,
        "field" | "fieldname" | "propertyref" | "property" | "propertyname" | "propertypath" | "param"
        | "parameter" | "parametername" | "attribute" => Role::Field,
        "path" | "name" | "location" | "loc" | "target" | "key" | "pointer" | "instancepath" | "datapath"
        | "element" | "errorpath" => Role::ElementField,
        "fields" | "fieldnames" | "membernames" => Role::Fields,
        "source" => Role::Source,
        "errors"
        | "details"
        | "errorlist"
        | "errormessages"
        | "messages"
        | "violations"
        | "constraintviolations"
        | "fieldviolations"
        | "invalidparams"
        | "invalidparameters"
        | "parameterviolations"
        | "propertyviolations"
        | "classviolations"
        | "returnvalueviolations"
        | "fielderrors"
        | "fielderror"
        | "fieldlist"
        | "formerrors"
        | "globalerrors"
        | "errorcauses"
        | "suberrors"
        | "validationerrors"
        | "validationmessages"
        | "validation"
        | "issues"
        | "errordetails"
        | "modelstate"
        | "nonfielderrors"
        | "causes"
        | "failures"
        | "problems" => Role::List,
        "fault" | "envelope" | "body" | "exception" | "innererror" | "innerexception" | "extensions" | "err"
        | "failure" | "errorresponse" | "response" | "result" | "meta" | "issue" | "errorinfo" | "odataerror"
        | "embedded" | "exceptionreport" | "cause" | "causedby" | "rootcause" => Role::Wrapper,
        _ => return None,
    })
}

/// Whether a member has the calls that led to an exception, which are no errors.
pub(super) fn is_trace(name: &str) -> bool {
    name.len() <= MAX_LEN && matches!(plain(name).as_str(), "stack" | "stacktrace" | "trace" | "backtrace")
}

/// Whether a member by this name can be an object about the error, in place of a map of errors by field.
pub(super) fn may_be_object(name: &str) -> bool {
    matches!(
        plain(name).as_str(),
        "details" | "errordetails" | "validation" | "causes" | "problems" | "failures"
    )
}

/// Whether the location of an error is a part of the request and not a field.
pub(super) fn is_part_of_request(value: &str) -> bool {
    let words = [
        "body", "query", "path", "header", "headers", "params", "cookies", "payload", "form",
    ];
    words.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a member with this name has a code if it is one word.
pub(super) fn may_be_code(name: &str) -> bool {
    matches!(plain(name).as_str(), "error" | "reason")
}

/// Whether a list under any name can have errors: the messages of others are no errors.
pub(super) fn may_have_errors(name: &str) -> bool {
    let harmless = ["warning", "info", "notice", "deprecation", "success"];
    name.len() <= MAX_LEN && !harmless.iter().any(|word| plain(name).starts_with(word))
}

/// Whether the value of `name` is the name of an error, and not that of a field.
///
/// An element of a list can have a field in capitals.
pub(super) fn is_error_name(value: &str, is_element: bool) -> bool {
    let ends = ["Error", "Exception", "Failure", "Fault"];
    let is_constant = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    ends.iter().any(|end| value.len() > end.len() && value.ends_with(end))
        || !is_element && value.contains('_') && value.bytes().all(is_constant)
}

/// Whether a code says that an element of a list is not an error.
pub(super) fn says_none(code: &str) -> bool {
    ["none", "ok", "success"]
        .iter()
        .any(|word| code.eq_ignore_ascii_case(word))
}

/// Whether a status or type says more than success or failure.
pub(super) fn is_specific(value: &str) -> bool {
    let words = ["ok", "success", "error", "fail", "failed", "failure", "about:blank"];
    !words.iter().any(|word| value.eq_ignore_ascii_case(word))
}
