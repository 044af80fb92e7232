/**
 * Programs read backwards: whether a program writes a text, and the values of its placeholders.
 *
 * A program with conditions describes several sequences of segments and placeholders; each is tried. Where the segments match a text in
 * several ways, the first and the last match are found: a placeholder with the same two edges in both has exactly one value.
 */

import { isPossible, readArgument } from "./argument.js";
import type { Entry } from "./catalog.js";
import { reason } from "./reason.js";
import type { Program } from "./table.js";
import { byteLength } from "./text.js";

/** The result of comparing a program with a text: the number of constant bytes in it, or one of the constants below. */
export type Fit = number;
/** The program does not write such a text. */
export const NO: Fit = -1;
/** The program writes only texts of the server, and so any text. */
export const OVERRIDDEN: Fit = -2;
/** The program exceeds a limit. */
export const UNKNOWN: Fit = -3;

/** Gets the argument of a placeholder, and its value if it is unambiguous. */
export type Give = (argument: number, value: string | undefined) => void;

/** Gets values, and does nothing with them. */
export const ignore: Give = () => undefined;

/** The run-time values of placeholders; parameter *n* of an entry is 32 + *n*. */
export const argument = { diagnostics: 0, retryAfter: 5, status: 6, reason: 9, parameter: 32 } as const;

/** The values that are equal in all texts of a response. */
export class Context {
  readonly entry: Entry;
  /** The status of the response as text. */
  readonly status: string;
  readonly reason: string;

  constructor(entry: Entry, status: number) {
    this.entry = entry;
    this.status = String(status);
    this.reason = reason(status);
  }
}

/** A segment, or the argument and escape of a placeholder. */
export type Piece = string | readonly [argument: number, escape: number];

/** One way through a program: bit *n* of `choice` is the *n*-th decision. */
interface Way {
  readonly pieces: readonly Piece[];
  /** The program writes no value. */
  readonly absent: boolean;
  /** The number of decisions. */
  readonly decisions: number;
}

/** The largest number of decisions in a program. */
const MAX_DECISIONS = 6;

/** Follows a program; `undefined` if it exceeds a limit. */
export function walk(context: Context, program: Program, choice: number): Way | undefined {
  const pieces: Piece[] = [];
  const decided = new Map<number, boolean>();
  const add = (text: string | undefined): void => {
    if (text) {
      pieces.push(text);
    }
  };
  const decide = (argument: number): boolean | undefined => {
    const known = decided.get(argument);
    if (known !== undefined) {
      return known;
    }
    if (decided.size === MAX_DECISIONS) {
      return undefined;
    }
    const given = ((choice >>> decided.size) & 1) === 1;
    decided.set(argument, given);
    return given;
  };
  for (let at = 0; at < program.length; at += 1) {
    const step = program[at] ?? "";
    if (typeof step === "string") {
      add(step);
      continue;
    }
    if (typeof step === "number") {
      add(context.entry.row[step]);
      continue;
    }
    const [op, one, number = 0, before, after] = step;
    if (op === 3) {
      if (one === argument.status || one === argument.reason) {
        add(one === argument.status ? context.status : context.reason);
      } else {
        pieces.push([one, number]);
      }
    } else if (op === 10) {
      at += number;
    } else if (op === 14) {
      return { pieces, absent: true, decisions: decided.size };
    } else if (op === 4 || op === 5 || op === 9 || op === 15) {
      const given = decide(one);
      if (given === undefined) {
        return undefined;
      }
      if (op > 5) {
        at += given ? 0 : number;
      } else if (given) {
        add(before);
        pieces.push([one, number]);
        add(after);
      }
    } else {
      // Programs of leaves, headers and texts have no other operations.
      return undefined;
    }
  }
  return { pieces, absent: false, decisions: decided.size };
}

/** All decisions are "yes": all segments are on the way. */
export const ALL = 0xffff_ffff;

/** Calls `visit` for each way through a program, with its choice; returns `false` if the program exceeds a limit. */
function eachWay(context: Context, program: Program, visit: (way: Way, choice: number) => void): boolean {
  for (let choice = 0; ; ) {
    const way = walk(context, program, choice);
    if (!way) {
      return false;
    }
    visit(way, choice);
    // The last "no" becomes "yes", and all decisions after it are open.
    let last = way.decisions - 1;
    while (last >= 0 && ((choice >>> last) & 1) === 1) {
      last -= 1;
    }
    if (last < 0) {
      return true;
    }
    choice = (choice & ((1 << last) - 1)) | (1 << last);
  }
}

/** The text of a program that is a single segment, as most are. */
export function onlySegment(entry: Entry, program: Program): string | undefined {
  const [only] = program;
  return program.length !== 1 || typeof only === "object" ? undefined : typeof only === "number" ? (entry.row[only] ?? "") : only;
}

/** The constant segments of the longest way; `undefined` if the program exceeds a limit. */
export function constants(context: Context, program: Program): string[] | undefined {
  return walk(context, program, ALL)?.pieces.filter((piece) => typeof piece === "string");
}

/** The character in a text of {@link eachText} that stands for any value. */
export const PLACEHOLDER = "\ufffc";

/** The text of each way through a program, `undefined` for one that writes none; or `undefined` if the program exceeds a limit. */
export function eachText(context: Context, program: Program): (string | undefined)[] | undefined {
  const texts: (string | undefined)[] = [];
  const isWhole = eachWay(context, program, (way) => {
    const text = way.pieces.map((piece) => (typeof piece === "string" ? piece : PLACEHOLDER)).join("");
    texts.push(way.absent ? undefined : text);
  });
  return isWhole ? texts : undefined;
}

/** Compares a text, or its absence, with a program. The values are given if exactly one way through the program writes the text. */
export function fit(context: Context, program: Program, text: string | undefined, give: Give = ignore): Fit {
  const only = onlySegment(context.entry, program);
  if (only !== undefined) {
    return text === only ? byteLength(only) : NO;
  }
  let [ways, overridden, own, least] = [0, false, false, Number.MAX_SAFE_INTEGER];
  let found: Way | undefined;
  const isWhole = eachWay(context, program, (way) => {
    const isOverridden = way.pieces.some((piece) => typeof piece !== "string" && piece[0] === argument.diagnostics);
    own ||= !way.absent && !isOverridden;
    let literal: number | undefined;
    if (text === undefined) {
      literal = way.absent ? 0 : undefined;
    } else if (!way.absent) {
      literal = holds(context, way.pieces, text, ignore);
    }
    if (literal === undefined) {
      return;
    }
    if (isOverridden) {
      overridden = true;
      return;
    }
    ways += 1;
    found = way;
    least = Math.min(least, literal);
  });
  if (!isWhole) {
    return UNKNOWN;
  }
  if (found === undefined) {
    // A text that replaces the entry's own is not the entry's.
    return overridden && !own ? OVERRIDDEN : NO;
  }
  if (ways === 1 && text !== undefined) {
    holds(context, found.pieces, text, give);
  }
  return least;
}

/** Adjacent segments between two placeholders, treated as one. */
type Segments = readonly string[];

/** A placeholder and its position among the groups of segments. */
interface Groups {
  readonly segments: readonly Segments[];
  readonly placeholders: readonly (readonly [argument: number, escape: number])[];
}

function groupsOf(pieces: readonly Piece[]): Groups {
  const segments: string[][] = [[]];
  const placeholders: (readonly [number, number])[] = [];
  for (const piece of pieces) {
    if (typeof piece === "string") {
      segments.at(-1)?.push(piece);
    } else {
      placeholders.push(piece);
      segments.push([]);
    }
  }
  return { segments, placeholders };
}

/** The first and the last match of a group of segments. */
interface Match {
  readonly first: readonly [start: number, end: number];
  last: readonly [start: number, end: number];
}

/** Returns the number of constant bytes if the pieces write the text. */
function holds(context: Context, pieces: readonly Piece[], text: string, give: Give): number | undefined {
  const { segments, placeholders } = groupsOf(pieces);
  const literal = segments.flat().reduce((sum, segment) => sum + byteLength(segment), 0);
  const [before = []] = segments;
  const start = strip(before, text, 0, text.length);
  if (start === undefined) {
    return undefined;
  }
  if (placeholders.length === 0) {
    return start === text.length ? literal : undefined;
  }
  const end = stripEnd(segments.at(-1) ?? [], text, start, text.length);
  const matches = end === undefined ? undefined : matchesOf(segments, text, start, end);
  if (!matches) {
    return undefined;
  }
  const given = new Map<number, string>();
  const values: [argument: number, value: string | undefined][] = [];
  for (const [at, [one, escape]] of placeholders.entries()) {
    const [left, right] = [matches[at], matches[at + 1]];
    if (!left || !right || left.first[1] > right.first[0]) {
      return undefined;
    }
    const exact = left.first[0] === left.last[0] && left.first[1] === left.last[1] && right.first[0] === right.last[0] && right.first[1] === right.last[1];
    const value = exact ? readArgument(context, one, text.slice(left.first[1], right.first[0]), escape) : undefined;
    if (value !== undefined) {
      // A parameter has one value in all places, however it is escaped there.
      const known = given.get(one);
      if (!isPossible(context, one, value) || (known !== undefined && known !== value)) {
        return undefined;
      }
      given.set(one, value);
    }
    values.push([one, value]);
  }
  // All values are possible: the text is one of these pieces.
  values.forEach(([one, value]) => give(one, value));
  return literal;
}

/** Finds the groups of segments around the placeholders, from `start` to `end`. */
function matchesOf(segments: readonly Segments[], text: string, start: number, end: number): Match[] | undefined {
  const matches: Match[] = [{ first: [start, start], last: [start, start] }];
  const inner = segments.slice(1, -1);
  let at = start;
  for (const group of inner) {
    const found = find(group, text, at, end);
    if (!found) {
      return undefined;
    }
    matches.push({ first: found, last: found });
    at = found[1];
  }
  matches.push({ first: [end, end], last: [end, end] });
  at = end;
  for (let number = inner.length - 1; number >= 0; number -= 1) {
    const last = findLast(inner[number] ?? [], text, start, at);
    const match = matches[number + 1];
    if (!last || !match) {
      return undefined;
    }
    match.last = last;
    at = last[0];
  }
  return matches;
}

/** The position behind the segments at the start of a part of the text. */
function strip(segments: Segments, text: string, from: number, to: number): number | undefined {
  let at = from;
  for (const segment of segments) {
    if (at + segment.length > to || !text.startsWith(segment, at)) {
      return undefined;
    }
    at += segment.length;
  }
  return at;
}

/** The position before the segments at the end of a part of the text. */
function stripEnd(segments: Segments, text: string, from: number, to: number): number | undefined {
  let at = to;
  for (const segment of [...segments].reverse()) {
    if (at - segment.length < from || !text.startsWith(segment, at - segment.length)) {
      return undefined;
    }
    at -= segment.length;
  }
  return at;
}

/** The start and end of the first match of the segments in a range. */
function find(segments: Segments, text: string, start: number, to: number): readonly [number, number] | undefined {
  const [head] = segments;
  if (head === undefined) {
    return [start, start];
  }
  for (let from = start; ; ) {
    const begin = text.indexOf(head, from);
    if (begin < 0 || begin + head.length > to) {
      return undefined;
    }
    const end = strip(segments, text, begin, to);
    if (end !== undefined) {
      return [begin, end];
    }
    from = begin + 1;
  }
}

/** The start and end of the last match of the segments in a range. */
function findLast(segments: Segments, text: string, from: number, end: number): readonly [number, number] | undefined {
  const tail = segments.at(-1);
  if (tail === undefined) {
    return [end, end];
  }
  for (let to = end; to - tail.length >= from; ) {
    const begin = text.lastIndexOf(tail, to - tail.length);
    if (begin < from) {
      return undefined;
    }
    const start = stripEnd(segments, text, from, begin + tail.length);
    if (start !== undefined) {
      return [start, begin + tail.length];
    }
    to = begin + tail.length - 1;
  }
  return undefined;
}
