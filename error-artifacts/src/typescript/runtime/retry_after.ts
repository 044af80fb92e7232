/** The delay that a server asks for: `Retry-After` (RFC 9110, section 10.2.3), and headers of the same meaning. */

import { httpDate, isNumber } from "./grammar.js";
import type { Received } from "./received.js";
import { isDigits, splitOnce, splitUnquoted, trim } from "./text.js";

/** A delay in milliseconds, or a time in seconds since 1970-01-01T00:00:00Z. */
export type RetryAfter = { readonly delay: number; readonly date?: undefined } | { readonly date: number; readonly delay?: undefined };

/** A number of seconds that does not fit is still a very long delay. */
const LONGEST = 18_446_744_073_709_551_615;

/** The delay of a value from a time on, in milliseconds; `undefined` for a date without a time. */
export function delayOf(value: RetryAfter, now: number | undefined): number | undefined {
  if (value.date === undefined) {
    return value.delay;
  }
  return now === undefined ? undefined : Math.max(value.date - now, 0) * 1000;
}

/** The longest of the values that were read, and whether all of them were valid. */
export class Asked {
  longest: RetryAfter | undefined;
  unreadable = false;
  /** The `Date` of the response: the time from which dates count, in place of the clock. */
  readonly #date: string | undefined;

  constructor(date?: string) {
    this.#date = date;
  }

  /** Keeps the longer of two values; `undefined` is a value that is not valid. */
  add(value: RetryAfter | undefined): void {
    if (value === undefined) {
      this.unreadable = true;
      return;
    }
    const date = this.#date === undefined ? undefined : httpDate(this.#date);
    const now = date ?? Math.floor(Date.now() / 1000);
    if (this.longest === undefined || (delayOf(value, now) ?? 0) > (delayOf(this.longest, now) ?? 0)) {
      this.longest = value;
    }
  }

  /** Reads the value of one header, which can be a list. */
  read(value: string): void {
    if (trim(value) === "") {
      this.add(undefined);
      return;
    }
    for (let list: string | undefined = value; list !== undefined; ) {
      const rest: string = list;
      const first = rest.indexOf(",");
      const second = first < 0 ? -1 : rest.indexOf(",", first + 1);
      const part = (end: number): string => trim(rest.slice(0, end < 0 ? undefined : end));
      const after = (end: number): string | undefined => (end < 0 ? undefined : rest.slice(end + 1));
      // A date has a comma after its weekday.
      const date = first < 0 ? undefined : httpDate(part(second));
      if (date !== undefined) {
        this.add({ date });
        list = after(second);
        continue;
      }
      // An empty element of a list does not count (RFC 9110, section 5.6.1).
      const text = part(first);
      if (text !== "") {
        const seconds = parseSeconds(text);
        const single = seconds === undefined ? httpDate(text) : undefined;
        this.add(seconds !== undefined ? { delay: wholeSeconds(seconds) * 1000 } : single === undefined ? undefined : { date: single });
      }
      list = after(first);
    }
  }
}

/** Parses the value of `Retry-After`; returns `undefined` if no part of it is a delay or a date. */
export function parseRetryAfter(value: string): RetryAfter | undefined {
  const asked = new Asked();
  asked.read(value);
  return asked.longest;
}

/** Reads all sources in the order of their reliability, up to the first with a valid value. `inBody` is the value in the body. */
export function askedDelay(received: Received, inBody: string | undefined): Asked {
  const asked = new Asked(received.header("date"));
  received.all("retry-after").forEach((value) => asked.read(value));
  if (inBody !== undefined && asked.longest === undefined) {
    asked.read(inBody);
  }
  if (asked.longest === undefined) {
    // The second name is that of Azure.
    for (const value of ["retry-after-ms", "x-ms-retry-after-ms"].flatMap((name) => received.all(name))) {
      const milliseconds = parseSeconds(value);
      asked.add(milliseconds === undefined ? undefined : { delay: milliseconds });
    }
  }
  if (asked.longest === undefined && received.status === 429) {
    readRateLimit(received, asked);
  }
  return asked;
}

function wholeSeconds(seconds: number): number {
  return Math.min(Math.ceil(seconds), LONGEST);
}

/** Parses a number that is not negative, to the precision of a nanosecond. */
function parseSeconds(value: string): number | undefined {
  const text = trim(value).replace(/^\+/, "");
  if (text !== "" && isDigits(text)) {
    return Math.min(Number(text), LONGEST);
  }
  if (!isNumber(text) || text.startsWith("-")) {
    return undefined;
  }
  const seconds = Math.min(Number(text), LONGEST);
  return seconds < 4_000_000 ? Math.round(seconds * 1e9) / 1e9 : seconds;
}

/**
 * Headers with the time of the next quota, and with the rest of the current one. The first is of the draft up to version 6, in seconds. The
 * others have no definition: they are seconds, or a time since 1970.
 */
const HEADERS = [
  ["ratelimit-reset", "ratelimit-remaining"],
  ["x-ratelimit-reset", "x-ratelimit-remaining"],
  ["x-rate-limit-reset", "x-rate-limit-remaining"],
] as const;

/** Reads when a rate limit ends. A limit with a rest is not the one that was exceeded. */
function readRateLimit(received: Received, asked: Asked): void {
  received.all("ratelimit").forEach((value) => readLimits(value, asked));
  for (const [reset, remaining] of HEADERS) {
    if (received.all(remaining).some(isRest)) {
      continue;
    }
    for (const value of received.all(reset)) {
      const seconds = parseSeconds(value);
      asked.add(seconds === undefined ? undefined : delayOrTime(seconds));
    }
  }
}

/** Reads the items of `RateLimit`, such as `"burst";r=0;t=5`. Versions 3 to 7 of the draft have one limit, as `remaining=0, reset=5`. */
function readLimits(value: string, asked: Asked): void {
  let [oldRest, oldReset]: [boolean, string | undefined] = [false, undefined];
  for (const item of splitUnquoted(value, ",")) {
    let [newRest, newReset]: [boolean, string | undefined] = [false, undefined];
    for (const member of splitUnquoted(item, ";")) {
      const [name, text] = splitOnce(member, "=") ?? ["", ""];
      switch (trim(name)) {
        case "r":
          newRest = isRest(text);
          break;
        case "t":
          newReset = text;
          break;
        case "remaining":
          oldRest = isRest(text);
          break;
        case "reset":
          oldReset = text;
          break;
        default:
      }
    }
    addReset(newRest, newReset, asked);
  }
  addReset(oldRest, oldReset, asked);
}

/** Adds the reset of a limit without a rest. */
function addReset(hasRest: boolean, reset: string | undefined, asked: Asked): void {
  if (reset !== undefined && !hasRest) {
    const seconds = parseSeconds(reset);
    asked.add(seconds === undefined ? undefined : { delay: seconds * 1000 });
  }
}

/** Whether a number is more than 0. */
function isRest(value: string): boolean {
  return (parseSeconds(value) ?? 0) > 0;
}

/** A number as a delay, or as a time if it is one of this century: in seconds, or in milliseconds. */
function delayOrTime(seconds: number): RetryAfter {
  const whole = Math.floor(seconds);
  if (whole >= 100_000_000_000) {
    return { date: Math.ceil(whole / 1000) };
  }
  return whole >= 1_000_000_000 ? { date: wholeSeconds(seconds) } : { delay: wholeSeconds(seconds) * 1000 };
}
