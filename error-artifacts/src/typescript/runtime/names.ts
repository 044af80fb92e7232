/** The names of members in error bodies of frameworks, gateways and cloud services, without case, hyphens and underscores. */

import { byteLength } from "./text.js";

/** The meaning of a member by its name. Of several texts or codes, the lowest rank comes first. */
export type Role =
  | "title"
  | "status"
  | "type"
  | "diagnostics"
  | "severity"
  | "field"
  | "elementField"
  | "fields"
  | "source"
  | "list"
  | "wrapper"
  | "value"
  | { readonly text: number }
  | { readonly code: number };

/** The maximum length of a known name, in bytes. */
const MAX_LENGTH = 40;

/** A name in lower case, without hyphens, underscores and a namespace prefix. */
export function plain(name: string): string {
  let out = "";
  for (const character of name.slice(name.lastIndexOf(":") + 1)) {
    out += /[\p{Alphabetic}\p{N}]/u.test(character) ? character.toLowerCase() : "";
  }
  return out;
}

const NAMES: readonly (readonly [role: Role, names: string])[] = [
  [{ text: 0 }, "detail"],
  [{ text: 1 }, "message errormessage"],
  [{ text: 2 }, "msg errmsg errormsg defaultmessage exceptiontext serviceexception"],
  [{ text: 3 }, "errordescription description desc"],
  [{ text: 4 }, "faultstring reasontext"],
  [{ text: 5 }, "text"],
  [{ text: 6 }, "errorsummary summary"],
  [{ text: 7 }, "reason"],
  [{ text: 8 }, "exceptionmessage internalreason usermessage errorusermsg userpresentablemessage displaymessage localizedmessage"],
  [{ text: 9 }, "error"],
  ["title", "title errortitle errorusertitle"],
  [{ code: 1 }, "code errorcode errcode faultcode exceptioncode errorkey"],
  [{ code: 2 }, "subcode suberrorcode errorsubcode declinecode"],
  [{ code: 6 }, "suberror"],
  [{ code: 0 }, "codename"],
  ["value", "value"],
  [{ code: 3 }, "errorname errno exceptionclass"],
  ["status", "status"],
  ["type", "type errortype exceptiontype"],
  ["diagnostics", "diagnostics developermessage debugmessage technicalmessage internalmessage hint"],
  ["severity", "severity"],
  ["field", "field fieldname propertyref property propertyname propertypath param parameter parametername attribute"],
  ["elementField", "path name location loc target key pointer instancepath datapath element errorpath"],
  ["fields", "fields fieldnames membernames"],
  ["source", "source"],
  [
    "list",
    "errors details errorlist errormessages messages violations constraintviolations fieldviolations invalidparams invalidparameters parameterviolations propertyviolations classviolations returnvalueviolations fielderrors fielderror fieldlist formerrors globalerrors errorcauses suberrors validationerrors validationmessages validation issues errordetails modelstate nonfielderrors causes failures problems",
  ],
  [
    "wrapper",
    "fault envelope body exception innererror innerexception extensions err failure errorresponse response result meta issue errorinfo odataerror embedded exceptionreport cause causedby rootcause",
  ],
];

const ROLES: ReadonlyMap<string, Role> = /*#__PURE__*/ new Map(
  /*#__PURE__*/ NAMES.flatMap(([role, names]) => names.split(" ").map((name) => [name, role] as const)),
);

function isOneOf(name: string, names: string): boolean {
  return byteLength(name) <= MAX_LENGTH && names.split(" ").includes(plain(name));
}

/** Whether a member has the time to wait before the next request. */
export function isRetryAfter(name: string): boolean {
  return isOneOf(name, "retryafter retryafterseconds");
}

/** The role of a member. */
export function roleOf(name: string): Role | undefined {
  return byteLength(name) > MAX_LENGTH ? undefined : ROLES.get(plain(name));
}

/** Whether a member has the calls that led to an exception, which are no errors. */
export function isTrace(name: string): boolean {
  return isOneOf(name, "stack stacktrace trace backtrace");
}

/** Whether a member by this name can be an object about the error, in place of a map of errors by field. */
export function mayBeObject(name: string): boolean {
  return isOneOf(name, "details errordetails validation causes problems failures");
}

/** Whether the location of an error is a part of the request and not a field. */
export function isPartOfRequest(value: string): boolean {
  return /^(body|query|path|headers?|params|cookies|payload|form)$/i.test(value);
}

/** Whether a member with this name has a code if it is one word. */
export function mayBeCode(name: string): boolean {
  return isOneOf(name, "error reason");
}

/** Whether a list under any name can have errors: the messages of others are no errors. */
export function mayHaveErrors(name: string): boolean {
  return byteLength(name) <= MAX_LENGTH && !/^(warning|info|notice|deprecation|success)/.test(plain(name));
}

/** Whether the value of `name` is the name of an error, and not that of a field. An element of a list can have a field in capitals. */
export function isErrorName(value: string, isElement: boolean): boolean {
  return /.(Error|Exception|Failure|Fault)$/s.test(value) || (!isElement && value.includes("_") && /^[A-Z0-9_]*$/.test(value));
}

/** Whether a code says that an element of a list is not an error. */
export function saysNone(code: string): boolean {
  return /^(none|ok|success)$/i.test(code);
}

/** Whether a status or type says more than success or failure. */
export function isSpecific(value: string): boolean {
  return !/^(ok|success|error|fail|failed|failure|about:blank)$/i.test(value);
}
