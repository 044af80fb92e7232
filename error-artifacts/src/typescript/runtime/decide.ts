/** Decisions about retries. Nothing here sleeps or counts: the caller describes its attempts and gets the next step. */

import type { Catalog, Entry } from "./catalog.js";
import type { Decoded, Issue } from "./decoded.js";
import { endpointOf } from "./endpoint.js";
import { decisiveIssues, isHarmless, leadingIssue } from "./leading.js";
import { pathOf } from "./received.js";
import { delayOf } from "./retry_after.js";
import type { RetryClass } from "./table.js";

/** The attempts made so far for one request. Times are in milliseconds. */
export interface Attempt {
  /** The method of the request; by default that of the decoded response. */
  readonly method?: string;
  /** How often the request was sent; 1 by default. */
  readonly sent?: number;
  /** The time since the request was first sent. */
  readonly elapsed?: number;
  /** Whether the request is idempotent, in place of its method: a `POST` with an idempotency key can be. */
  readonly repeatable?: boolean;
  /** The time of the client, in seconds since 1970-01-01T00:00:00Z; by default that of the clock. */
  readonly now?: number;
  /** The body is a stream, which is consumed by the first attempt. */
  readonly streamed?: boolean;
}

/** The limits for the retries of one request. Times are in milliseconds. */
export interface Budget {
  /** The largest number of attempts, the first included. */
  readonly attempts: number;
  /** The longest time from the first attempt to the last. */
  readonly elapsed: number;
  /** The first delay of a backoff, unless the catalog documents one. */
  readonly firstDelay: number;
  /** The longest delay of a backoff, with its random part. */
  readonly longestDelay: number;
}

/** Four attempts within 120 seconds, with delays of 1, 2 and 4 seconds. */
export const DEFAULT_BUDGET: Budget = { attempts: 4, elapsed: 120_000, firstDelay: 1_000, longestDelay: 30_000 };

/** The reason not to send a request again. */
export type NeverReason = "advised" | "succeeded" | "endpoint" | "attempts" | "time" | "streamed" | "quota";

/** The next step after a failed request. Delays are in milliseconds. */
export type Decision =
  | { readonly class: "never"; readonly why: NeverReason }
  | { readonly class: "immediate" }
  /** Send the request again after this delay, not earlier. */
  | { readonly class: "after"; readonly delay: number }
  /** Send the request again after this delay and a random part, in all not more than `longest`. */
  | { readonly class: "backoff"; readonly delay: number; readonly longest: number; readonly left: number }
  /** Do not wait: this delay exceeds the time left. */
  | { readonly class: "later"; readonly delay: number }
  /** Send the request again only if a person asks for it. */
  | { readonly class: "manual" };

/** The advice about a retry, from the catalog or else from the status. */
export interface Advice {
  readonly class: RetryClass;
  /** The delay that the catalog documents, in milliseconds. */
  readonly delay: number | undefined;
  /** No entry of the endpoint allows a retry. */
  readonly byEndpoint: boolean;
  /** The advice comes from the status alone. */
  readonly byStatus: boolean;
}

/** The kind of failure of a request that has no response: it was not sent, or it may have been processed. */
export type RequestFault = "not-sent" | "lost";

/**
 * The delay before an automatic retry in milliseconds, with a random part for a backoff; `undefined` if there is no automatic retry.
 *
 * The random part is at most as long as the delay itself, and ends with `longest`: clients that failed together do not return together.
 */
export function delayWithJitter(decision: Decision): number | undefined {
  switch (decision.class) {
    case "immediate":
      return 0;
    case "after":
      return decision.delay;
    case "backoff": {
      const room = Math.max(decision.longest - decision.delay, 0);
      return decision.delay + Math.random() * Math.min(decision.delay, room);
    }
    default:
      return undefined;
  }
}

/** Whether a method is idempotent by its definition (RFC 9110, section 9.2.2). */
export function isIdempotent(method: string): boolean {
  return ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].includes(method);
}

/** Returns the advice about sending the same request again. Of several pieces of advice the most cautious one counts. */
export function adviceWith(catalog: Catalog, decoded: Decoded): Advice {
  const general = (status: number): Advice => {
    const { method, path } = decoded.request;
    const byEndpoint = path !== undefined && forbids(catalog, method ?? "", path);
    return { class: byEndpoint ? "never" : ofStatus(status), delay: undefined, byEndpoint, byStatus: !byEndpoint };
  };
  const all = decisiveIssues(decoded.issues).flatMap((issue) => {
    const advised = entriesOf(catalog, issue).map(({ retry, delay }): Advice => {
      return retry === "" ? general(issue.status) : { class: retry, delay, byEndpoint: false, byStatus: false };
    });
    return advised.length === 0 ? [general(issue.status)] : advised;
  });
  return all.length === 0 ? general(decoded.status) : all.reduce(moreCautious);
}

/** The entries that an issue can be. */
export function entriesOf(catalog: Catalog, issue: Issue): Entry[] {
  return issue.candidates.flatMap((name) => catalog.byName.get(name) ?? []);
}

/** The more cautious advice, with the longer of both delays. */
function moreCautious(one: Advice, other: Advice): Advice {
  const rank = (advice: Advice): number => ["never", "manual", "backoff", "after", "immediate"].indexOf(advice.class);
  const delays = [one.delay, other.delay].filter((delay) => delay !== undefined);
  const delay = delays.length === 0 ? undefined : Math.max(...delays);
  return { ...(rank(other) < rank(one) ? other : one), delay };
}

/** The advice of a status by its definition. */
function ofStatus(status: number): RetryClass {
  // Transient faults of servers and gateways (RFC 9110, sections 15.5.9 and 15.6.3 to 15.6.5; RFC 8470, section 5.2).
  if (status === 408 || status === 425 || (status >= 502 && status <= 504)) {
    return "backoff";
  }
  // RFC 6585, section 4.
  if (status === 429) {
    return "after";
  }
  // An undocumented fault of the server: a retry may succeed, or repeat a side effect.
  return status === 500 || (status >= 505 && status <= 599) ? "manual" : "never";
}

/** Whether this endpoint has entries of its own, and none of them allows a retry. */
function forbids(catalog: Catalog, method: string, path: string): boolean {
  let any = false;
  for (const entry of catalog.entries) {
    // `HEAD` is `GET` without a body (RFC 9110, section 9.3.2).
    const isMethod = entry.methods.includes(method) || (method === "HEAD" && entry.methods.includes("GET"));
    const isHere = entry.methods.length === 0 || method === "" || isMethod;
    if (entry.retry === "" || !isHere || endpointOf(entry, path) !== true) {
      continue;
    }
    if (entry.retry !== "never" && entry.retry !== "manual") {
      return false;
    }
    any = true;
  }
  return any;
}

/** Whether an issue reports no failure: the status is a success, and it has no code and text, or a severity below an error. */
export function isSuccess(catalog: Catalog, decoded: Decoded, issue: Issue): boolean {
  if (decoded.status < 400 && catalog.hasInBand) {
    return !decoded.isError;
  }
  const isSilent = issue.code === undefined && issue.text === undefined && issue.severity === undefined && issue.candidates.length === 0;
  return issue.status >= 200 && issue.status <= 299 && (isHarmless(issue) ?? isSilent);
}

/** Decides about the next step after a response: from the advice, the server's `Retry-After`, the attempts so far and the budget. */
export function decideWith(catalog: Catalog, decoded: Decoded, attempt: Attempt, budget: Budget): Decision {
  const leading = leadingIssue(decoded.issues);
  if (leading && isSuccess(catalog, decoded, leading)) {
    return { class: "never", why: "succeeded" };
  }
  const advice = adviceWith(catalog, decoded);
  if (advice.class === "never" && advice.byEndpoint) {
    return { class: "never", why: "endpoint" };
  }
  const { retryAfter, status, notes } = decoded;
  const delay = retryAfter && delayOf(retryAfter, decoded.date ?? attempt.now ?? Math.floor(Date.now() / 1000));
  // A date in the past is no delay to follow: the clock may be wrong.
  const server = delay === 0 && retryAfter?.date !== undefined ? undefined : delay;
  const method = attempt.method ?? decoded.request.method ?? "";
  const isRepeatable = attempt.repeatable ?? isIdempotent(method);
  const repeatable = (isUnprocessed(catalog, decoded) && attempt.repeatable !== false) || isRepeatable;
  const asks = retryAfter !== undefined || notes.includes("retry-after");
  // The server asks for a delay that is not known: it is not zero.
  const retry = advice.class === "immediate" && server === undefined && asks ? "backoff" : advice.class;
  return next(retry, server, advice.delay, repeatable, attempt, budget);

  // RFC 9110, section 15.5.20; RFC 8470, section 5.2; RFC 6585, section 4. 503 with `Retry-After` invites the client to send again.
  function isUnprocessed(catalog: Catalog, decoded: Decoded): boolean {
    return [421, 425, 429].includes(status) || (status === 408 && hasOwnAdvice(catalog, decoded)) || (status === 503 && retryAfter !== undefined);
  }
}

/** Whether the catalog advises about exactly this status, for every entry that the response can be. */
function hasOwnAdvice(catalog: Catalog, decoded: Decoded): boolean {
  return decisiveIssues(decoded.issues).every((issue) => {
    const entries = entriesOf(catalog, issue);
    return entries.length > 0 && entries.every((entry) => entry.retry !== "" && entry.hasStatus(issue.status) && !entry.forwards);
  });
}

/** Decides about the next step after a request without a response. */
export function decideFaultWith(catalog: Catalog, fault: RequestFault, url: string, attempt: Attempt, budget: Budget): Decision {
  const method = attempt.method ?? "";
  if (forbids(catalog, method, pathOf(url))) {
    return { class: "never", why: "endpoint" };
  }
  const repeatable = fault === "not-sent" || (attempt.repeatable ?? isIdempotent(method));
  return next("backoff", undefined, undefined, repeatable, attempt, budget);
}

/** The next step after an advice of a class. */
function next(
  retry: RetryClass,
  server: number | undefined,
  documented: number | undefined,
  repeatable: boolean,
  { sent = 1, elapsed = 0, streamed = false }: Attempt,
  budget: Budget,
): Decision {
  if (retry === "never") {
    return { class: "never", why: "advised" };
  }
  if (retry === "manual" || !repeatable) {
    return { class: "manual" };
  }
  const left = Math.max(budget.attempts - sent, 0);
  const timeLeft = Math.max(budget.elapsed - elapsed, 0);
  const first = documented ?? budget.firstDelay;
  // The longest delay bounds the growth, not the delay of a server or catalog.
  const longest = Math.max(budget.longestDelay, first);
  const growing = Math.min(first * Math.min(2 ** Math.max(sent - 1, 0), 4_294_967_295), longest);
  let decision: Decision;
  if (retry === "immediate" && server === undefined) {
    decision = { class: "immediate" };
  } else if (server !== undefined && (retry !== "backoff" || server >= growing)) {
    // The server's delay replaces a shorter one of the backoff, not a longer one.
    decision = { class: "after", delay: server };
  } else if (retry === "after" && documented !== undefined) {
    decision = { class: "after", delay: first };
  } else {
    decision = { class: "backoff", delay: growing, longest: Math.min(longest, timeLeft), left };
  }
  const delay = decision.class === "immediate" ? 0 : decision.delay;
  // The request has a chance after this delay, whether or not it has attempts left.
  if (delay > timeLeft && (documented !== undefined || decision.class === "after")) {
    return { class: "later", delay };
  }
  if (left === 0) {
    return { class: "never", why: "attempts" };
  }
  if (elapsed > budget.elapsed || delay > timeLeft) {
    return { class: "never", why: "time" };
  }
  return streamed ? { class: "never", why: "streamed" } : decision;
}
