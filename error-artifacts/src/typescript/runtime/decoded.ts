/** A decoded response. */

import type { Catalog, Entry } from "./catalog.js";
import type { Reading } from "./decode.js";
import { leadingIssue } from "./leading.js";
import { httpDate } from "./grammar.js";
import { codeOf } from "./issue.js";
import type { Coding, IssueData } from "./issue.js";
import type { RetryAfter } from "./retry_after.js";
import type { ParameterType } from "./table.js";
import { byteLength, escapeDebug } from "./text.js";

/** The format of a body, judged by its content and not by its header. */
export type BodyKind = "json" | "xml" | "html" | "text" | "empty";

const NOTES = ["truncated", "malformed", "too-large", "characters", "media-type", "foreign", "retry-after", "encoding", "duplicates", "compressed"] as const;

/** A remark about how a response was read. No note makes decoding fail. */
export type Note = (typeof NOTES)[number];

/** An error that the catalog describes. */
export interface KnownError {
  /** The name of the entry. */
  readonly entry: string;
  /** The code of the entry; `null` if it has none. */
  readonly code: string | number | null;
  /** The status of the entry; {@link IssueFacts.status} is the received one. */
  readonly status: number;
  /** The values of parameters, as far as the texts of the response determine them. */
  readonly parameters: object;
}

/** The differences between a response and the catalog's description of its entry. */
export interface Drift {
  readonly status?: { readonly documented: number; readonly sent: number };
  readonly issueType?: { readonly documented: string; readonly sent: string | undefined };
  readonly severity?: { readonly documented: string; readonly sent: string };
  /** All of them in one sentence. */
  readonly text: string;
}

/** The values of one issue as the server sent them. */
export interface IssueFacts {
  /** The position among the issues of the response. */
  readonly position: number;
  /** The position in the body, in bytes. */
  readonly offset: number;
  /** The HTTP status: that of its entry of a Bundle, otherwise that of the response. */
  readonly status: number;
  /** The code as sent; of several, the one of the known entry, else the first. */
  readonly code: string | undefined;
  /** All codes as sent, at most 16. */
  readonly codings: readonly Coding[];
  readonly severity: string | undefined;
  readonly issueType: string | undefined;
  /** The text for people. */
  readonly text: string | undefined;
  /** The technical details: FHIR's `diagnostics`. */
  readonly diagnostics: string | undefined;
  /** The FHIRPath expressions of the elements in error, at most 64. */
  readonly expressions: readonly string[];
  readonly locations: readonly string[];
  /** The values of parameters as text. */
  readonly parameters: { readonly [name: string]: string };
  /** The differences from the catalog; `undefined` without any. */
  readonly drift: Drift | undefined;
}

/** An issue: of exactly one entry, of one of several entries, or of none. */
export type Issue<E extends KnownError = KnownError> = IssueFacts &
  (
    | { readonly found: "known"; readonly error: E; readonly candidates: readonly E["entry"][] }
    | { readonly found: "ambiguous"; readonly error?: undefined; readonly candidates: readonly E["entry"][] }
    | { readonly found: "unknown"; readonly error?: undefined; readonly candidates: readonly E["entry"][] }
  );

/** A decoded response: its issues and ids. */
export interface Decoded<E extends KnownError = KnownError> {
  /** The name of the catalog. */
  readonly catalog: string;
  readonly status: number;
  /** Whether the response reports an error: its status is 400 or more, or it has an error in band. */
  readonly isError: boolean;
  /** The error of the leading issue; `undefined` if it is ambiguous or unknown. */
  readonly error: E | undefined;
  /** All issues in their order: at least one, at most 256. */
  readonly issues: readonly Issue<E>[];
  readonly kind: BodyKind;
  readonly notes: readonly Note[];
  /** The response of the catalog that describes the body. */
  readonly response: string | undefined;
  /** The id of the request: that of a header, or else that of the body. */
  readonly requestId: string | undefined;
  readonly bodyRequestId: string | undefined;
  /** The id of the resource or of this occurrence, from the body. */
  readonly id: string | undefined;
  /** The URI reference of this occurrence (RFC 9457, section 3.1.5). */
  readonly instance: string | undefined;
  /** The earliest time of the next request, as the server sent it. */
  readonly retryAfter: RetryAfter | undefined;
  /** The time of the server, in seconds since 1970-01-01T00:00:00Z. */
  readonly date: number | undefined;
  /** The method and the path of the request. */
  readonly request: { readonly method: string | undefined; readonly path: string | undefined };
  /** The body as text, at most 4 MiB. */
  readonly body: string;
}

/** Headers that are read for the id of a request after those of the catalog. */
const REQUEST_IDS = ["x-request-id", "x-correlation-id", "request-id", "x-amzn-requestid"];

/** The public form of a response that was read. */
export function decodedOf(catalog: Catalog, reading: Reading): Decoded {
  const { received } = reading;
  const header = (names: readonly string[]): string | undefined => names.map((name) => received.header(name)).find((value) => value);
  const issues = reading.issues.map((issue, position) => issueOf(reading, issue, position));
  const date = received.header("date");
  return {
    catalog: catalog.table.name,
    status: received.status,
    isError: received.status >= 400 || reading.inBand,
    error: leadingIssue(issues)?.error,
    issues,
    kind: reading.kind,
    notes: NOTES.filter((note) => reading.notes.has(note)),
    response: reading.response?.name,
    requestId: header(catalog.table.requestIds) ?? reading.requestId ?? header(REQUEST_IDS),
    bodyRequestId: reading.requestId,
    id: reading.id,
    instance: reading.instance,
    retryAfter: reading.retryAfter,
    date: date === undefined ? undefined : httpDate(date),
    request: { method: received.method, path: received.path },
    body: reading.text,
  };
}

function issueOf(reading: Reading, data: IssueData, position: number): Issue {
  const { severity, issueType, codings, text, diagnostics, expressions, locations, parameters, entries } = data;
  const status = data.status ?? reading.received.status;
  const candidates = entries.map(({ name }) => name);
  const [entry] = entries;
  const known = entry && entries.length === 1 ? entry : undefined;
  const facts: IssueFacts = {
    position,
    offset: byteLength(reading.text, data.offset),
    status,
    code: codeOf(data),
    codings,
    severity,
    issueType,
    text,
    diagnostics,
    expressions,
    locations,
    parameters,
    drift: known && driftOf(reading, data, known, status),
  };
  if (known) {
    return { ...facts, found: "known", error: errorOf(known, parameters), candidates };
  }
  return { ...facts, found: entry ? "ambiguous" : "unknown", candidates };
}

function errorOf({ name, code, status, parameters }: Entry, values: { readonly [name: string]: string }): KnownError {
  const typed = parameters.flatMap(([parameter, type]) => {
    const text = Object.hasOwn(values, parameter) ? values[parameter] : undefined;
    const value = text === undefined ? undefined : typedValue(type, text);
    return value === undefined ? [] : [[parameter, value] as const];
  });
  return { entry: name, code, status, parameters: Object.fromEntries(typed) };
}

/** A value in its type; `undefined` if a number of JavaScript does not hold it. */
function typedValue(type: ParameterType, text: string): unknown {
  switch (type) {
    case "integer":
      return Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case "decimal":
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case "boolean":
      return text === "true";
    case "json":
    case "string[]":
      return JSON.parse(text);
    case "integer[]": {
      const numbers: unknown = JSON.parse(text);
      return Array.isArray(numbers) && numbers.every(Number.isSafeInteger) ? numbers : undefined;
    }
    default:
      return text;
  }
}

/** All statuses of an entry: `400, 404 or 422`, and `500 to 599` for a range. */
function statusesOf({ range, statuses }: Entry): string {
  if (range) {
    return `${range[0]} to ${range[1]}`;
  }
  const all = [...statuses].sort((one, other) => one - other);
  return all.length === 1 ? String(all[0]) : `${all.slice(0, -1).join(", ")} or ${String(all.at(-1))}`;
}

/** The differences from the entry. The status is compared only if the response, or the outcome in a Bundle, has one issue. */
function driftOf(reading: Reading, data: IssueData, entry: Entry, sent: number): Drift | undefined {
  const isAlone = reading.issues.length === 1 || (data.status !== undefined && data.alone);
  const isCut = reading.notes.has("truncated") || reading.notes.has("too-large");
  const isShown = data.issueType !== undefined || (reading.isOutcome && !isCut);
  const texts: string[] = [];
  const drift: { -readonly [name in keyof Omit<Drift, "text">]: Drift[name] } = {};
  if (isAlone && !entry.hasStatus(sent)) {
    drift.status = { documented: entry.status, sent };
    texts.push(`expected status ${statusesOf(entry)}, found ${sent}`);
  }
  if (entry.issueType !== "" && !entry.forwards && isShown && data.issueType !== entry.issueType) {
    drift.issueType = { documented: entry.issueType, sent: data.issueType };
    const found = data.issueType === undefined ? "none" : `\`${escapeDebug(data.issueType)}\``;
    texts.push(`expected issue type \`${entry.issueType}\`, found ${found}`);
  }
  if (data.severity !== undefined && data.severity !== entry.severity) {
    drift.severity = { documented: entry.severity, sent: data.severity };
    texts.push(`expected severity \`${entry.severity}\`, found \`${escapeDebug(data.severity)}\``);
  }
  return texts.length === 0 ? undefined : { ...drift, text: texts.join("; ") };
}
