/** Reports of a failure: for operators, for end users, and for logs. */

import type { Catalog } from "./catalog.js";
import { isSuccess } from "./decide.js";
import type { Decision, NeverReason } from "./decide.js";
import type { Decoded, Issue, Note } from "./decoded.js";
import { leadingIssue } from "./leading.js";
import type { Texts } from "./table.js";
import { escapeEach, isSame } from "./text.js";

/** Returns the instructions of the catalog for the operators of the client, if they are the same for all candidates. */
export function actionWith(catalog: Catalog, texts: Texts, decoded: Decoded, issue: Issue | undefined = leadingIssue(decoded.issues)): string | undefined {
  return issue && common(catalog, issue, (position) => texts.entries[position]?.[0]);
}

/**
 * Returns a text that is safe to show to an end user: from the catalog, or else from the status; never from the response.
 *
 * `language` is a tag of BCP 47. A text that the catalog does not have in this language is in that of the catalog.
 */
export function userMessageWith(
  catalog: Catalog,
  texts: Texts,
  decoded: Decoded,
  issue: Issue | undefined = leadingIssue(decoded.issues),
  language?: string,
): string {
  if (!issue) {
    return general(decoded.status);
  }
  const own = language === undefined ? undefined : findLanguage(texts, language);
  const translated = own === undefined ? undefined : texts.languages[own];
  const text = common(catalog, issue, (position) => {
    return translated?.[position] ?? texts.entries[position]?.[1];
  });
  return text ?? (isSuccess(catalog, decoded, issue) ? "Your request was completed." : general(issue.status));
}

/** The language of the catalog for a tag: `de` for `de-AT` if it has no other. */
function findLanguage(texts: Texts, tag: string): string | undefined {
  for (let range: string | undefined = tag; range !== undefined && range !== ""; ) {
    const wanted: string = range;
    const found = [texts.language, ...Object.keys(texts.languages)].find((language) => isSame(language, wanted));
    if (found !== undefined) {
      return found;
    }
    const parts = wanted.split("-").slice(0, -1);
    // A single letter means nothing without the subtag after it.
    range = (parts.length > 1 && parts.at(-1)?.length === 1 ? parts.slice(0, -1) : parts).join("-");
  }
  return undefined;
}

/** The text that all candidates share. */
function common(catalog: Catalog, issue: Issue, text: (position: number) => string | null | undefined): string | undefined {
  const [first, ...others] = issue.candidates.map((name) => {
    const entry = catalog.byName.get(name);
    return entry && text(entry.position);
  });
  return first != null && others.every((other) => other === first) ? first : undefined;
}

/** The text for end users about a status. */
function general(status: number): string {
  if ([401, 403, 407].includes(status)) {
    return "You are not signed in, or you do not have permission to do this.";
  }
  if (status === 404 || status === 410) {
    return "We could not find what you asked for.";
  }
  if ([408, 425, 429, 502, 503, 504].includes(status)) {
    return "The service is currently unavailable. Please try again later.";
  }
  return status >= 400 && status <= 499
    ? "We could not complete the request. Please check your input or contact support."
    : "Something went wrong. Please try again later or contact support.";
}

/** The number of issues in a line. */
const MAX_ISSUES = 8;

/** Returns the response as one line for a log, without the texts of the response: they may hold personal data. */
export function logLine(decoded: Decoded): string {
  const ids = [
    ["request_id", decoded.requestId],
    ["id", decoded.id],
    ["instance", decoded.instance],
  ] as const;
  let line = `catalog=${decoded.catalog} status=${decoded.status}`;
  for (const [name, id] of ids) {
    line += id === undefined ? "" : ` ${name}=${quoted(id)}`;
  }
  for (const issue of decoded.issues.slice(0, MAX_ISSUES)) {
    const names = issue.candidates.slice(0, MAX_ISSUES).map(quoted).join("|");
    line += ` issue=${names === "" ? "unknown" : names}`;
    line += issue.code === undefined ? "" : ` code=${quoted(issue.code)}`;
    line += issue.drift ? ` drift="${issue.drift.text}"` : "";
  }
  const more = decoded.issues.length - MAX_ISSUES;
  return line + (more > 0 ? ` more=${more}` : "") + decoded.notes.map((note) => ` note=${noteName(note)}`).join("");
}

function noteName(note: Note): string {
  return note.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A received word, quoted, escaped and cut after 128 characters. */
function quoted(word: string): string {
  return `"${escapeEach([...word].slice(0, 128))}"`;
}

const WHY: { readonly [why in NeverReason]: string } = {
  advised: "the request would fail again",
  succeeded: "the request succeeded",
  endpoint: "no entry of this endpoint allows a retry",
  attempts: "no attempts are left",
  time: "no time is left",
  streamed: "the body of the request is a stream",
  quota: "the retry quota of the client is empty",
};

/** Returns a decision as a text for a log. */
export function decisionText(decision: Decision): string {
  switch (decision.class) {
    case "never":
      return `never: ${WHY[decision.why]}`;
    case "immediate":
      return "immediately";
    case "after":
      return `after ${durationText(decision.delay)}`;
    case "backoff":
      return `after ${durationText(decision.delay)} with backoff, attempts left: ${decision.left}`;
    case "later":
      return `later: not before ${durationText(decision.delay)}, more than the time left`;
    case "manual":
      return "manual: a person decides";
  }
}

/** A number of milliseconds with the largest unit below it: `1.5s`, `250ms`. */
function durationText(milliseconds: number): string {
  const nanoseconds = milliseconds * 1e6;
  const [unit, divisor] = nanoseconds >= 1e9 ? ["s", 1e9] : nanoseconds >= 1e6 ? ["ms", 1e6] : nanoseconds >= 1e3 ? ["µs", 1e3] : ["ns", 1];
  const value = nanoseconds / divisor;
  if (value >= 18_446_744_073_709_551_615) {
    return "18446744073709551615s";
  }
  return (Number.isInteger(value) ? BigInt(value).toString() : String(Number(value.toFixed(9)))) + unit;
}
