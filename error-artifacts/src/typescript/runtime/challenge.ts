/** Challenges: the value of `WWW-Authenticate` (RFC 9110, section 11.6.1), compared by scheme and parameters. */

import { PLACEHOLDER, eachText } from "./pattern.js";
import type { Context } from "./pattern.js";
import type { Received } from "./received.js";
import type { Program } from "./table.js";
import { behindSpace, isSame, lower, splitOnce } from "./text.js";

const NAMES = ["www-authenticate", "proxy-authenticate"];

/** Whether the value of a header is a list of challenges. */
export function hasChallenges(name: string): boolean {
  return NAMES.some((known) => isSame(known, name));
}

/**
 * The result of comparing challenges, from the best to the worst: the same; those of the entry among others; with more parameters, no
 * description or only some of the entry's; none or others in place of some; others.
 */
export const match = { same: 0, among: 1, similar: 2, missing: 3, other: 4 } as const;

/** The maximum number of texts that the headers of an entry can have together. */
const MAX_TEXTS = 64;

/** Compares the headers of one name with the programs of an entry. Several headers are one list (RFC 9110, section 5.3). */
export function compareChallenges(context: Context, programs: readonly Program[], received: Received, name: string): number {
  let own = [""];
  for (const program of programs) {
    const texts = eachText(context, program);
    if (!texts) {
      return match.similar;
    }
    const before = own.slice(0, MAX_TEXTS);
    own = texts.flatMap((text) => before.map((one) => [one, text ?? ""].filter((part) => part !== "").join(", ")));
    if (own.length > MAX_TEXTS) {
      return match.similar;
    }
  }
  const list = received.all(name).flatMap((value) => parse(value));
  const found = own.map((text) => {
    if (list.length === 0) {
      // The challenges are optional.
      return text === "" ? match.similar : match.missing;
    }
    return text === "" ? match.other : compareLists(parse(text), list);
  });
  return found.length === 0 ? match.similar : Math.min(...found);
}

/** The error of the first challenge that has one: its code and its description (RFC 6750, section 3). */
export function challengeError(received: Received): readonly [code: string, description: string | undefined] | undefined {
  const list = NAMES.flatMap((name) => received.all(name)).flatMap((value) => parse(value));
  for (const challenge of list) {
    const code = valueOf(challenge, ERROR);
    if (code !== undefined) {
      return [code, valueOf(challenge, DESCRIPTION)];
    }
  }
  return undefined;
}

const ERROR = "error";
const DESCRIPTION = "error_description";

/** A scheme with its parameters. A `token68` is a parameter without a name. */
interface Challenge {
  readonly scheme: string;
  readonly parameters: (readonly [name: string, value: string])[];
}

function valueOf(challenge: Challenge, name: string): string | undefined {
  return challenge.parameters.find(([known]) => isSame(known, name))?.[1];
}

/** Compares a challenge of an entry with one of a response. The error distinguishes challenges. */
function compare(own: Challenge, other: Challenge): number {
  const hasError = valueOf(own, ERROR) !== undefined;
  const otherHasError = valueOf(other, ERROR) !== undefined;
  if (!matches(lower(own.scheme), lower(other.scheme)) || (hasError && !otherHasError)) {
    return match.other;
  }
  const isSameLength = own.parameters.length === other.parameters.length;
  let found: number = !hasError && otherHasError ? match.missing : isSameLength ? match.same : match.similar;
  for (const [name, text] of own.parameters) {
    const value = valueOf(other, name);
    if (value === undefined && isSame(name, DESCRIPTION)) {
      // The description is optional.
      found = Math.max(found, match.similar);
    } else if (value === undefined || !matches(text, value)) {
      return match.other;
    }
  }
  return found;
}

function compareLists(own: readonly Challenge[], list: readonly Challenge[]): number {
  const found = own.map((one) => Math.min(match.other, ...list.map((other) => compare(one, other))));
  const worst = Math.max(match.same, ...found);
  const shared = found.filter((one) => one < match.missing).length;
  if (worst === match.same && own.length < list.length) {
    return match.among;
  }
  if (worst !== match.other || shared === 0) {
    return worst;
  }
  // Proxies and clients drop challenges that they do not support.
  return shared >= list.length ? match.similar : match.missing;
}

/** Whether a value matches one with placeholders. */
function matches(own: string, found: string): boolean {
  const [start = "", ...parts] = own.split(PLACEHOLDER);
  const end = parts.pop();
  if (end === undefined) {
    return own === found;
  }
  if (!found.startsWith(start) || !found.slice(start.length).endsWith(end)) {
    return false;
  }
  let rest = found.slice(start.length, found.length - end.length);
  for (const part of parts) {
    const split = splitOnce(rest, part);
    if (!split) {
      return false;
    }
    rest = split[1];
  }
  return true;
}

/** Returns the challenges of a value. What is not one is skipped. */
function parse(value: string): Challenge[] {
  const list: Challenge[] = [];
  let text = value;
  for (;;) {
    text = text.replace(/^[, \t="]+/, "");
    const word = token(text);
    if (word === "") {
      return list;
    }
    const rest = text.slice(word.length);
    const behind = rest.slice(behindSpace(rest, 0));
    const last = list.at(-1);
    if (behind.startsWith("=") && last) {
      const [found, after] = parameterValue(behind.slice(behindSpace(behind, 1)));
      last.parameters.push([word, found]);
      text = after;
      continue;
    }
    const challenge: Challenge = { scheme: word, parameters: [] };
    text = behind;
    const single = token68(behind);
    if (single !== undefined) {
      challenge.parameters.push(["", single]);
      text = behind.slice(single.length);
    }
    list.push(challenge);
  }
}

/** The word at the start. */
function token(text: string): string {
  return /^[^, \t="]*/.exec(text)?.[0] ?? "";
}

/** The single value of a scheme, with its padding (RFC 9110, section 11.2). */
function token68(text: string): string | undefined {
  const single = /^[^, \t="]+=*/.exec(text)?.[0];
  if (single === undefined) {
    return undefined;
  }
  const behind = text.slice(behindSpace(text, single.length));
  return behind === "" || behind.startsWith(",") ? single : undefined;
}

/** The value of a parameter, a token or a quoted string, and the rest. */
function parameterValue(text: string): readonly [value: string, rest: string] {
  if (!text.startsWith('"')) {
    const word = /^[^, \t]*/.exec(text)?.[0] ?? "";
    return [word, text.slice(word.length)];
  }
  let value = "";
  for (let at = 1; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === '"') {
      return [value, text.slice(at + 1)];
    }
    at += character === "\\" ? 1 : 0;
    value += character === "\\" ? (text[at] ?? "") : character;
  }
  return [value, ""];
}
