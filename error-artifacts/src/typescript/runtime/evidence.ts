/** The evidence for and against an entry. */

import { flag, role, usual } from "./catalog.js";
import type { Entry, Leaf, Shape } from "./catalog.js";
import { compareChallenges, hasChallenges, match } from "./challenge.js";
import { endpointOf } from "./endpoint.js";
import { jsonString, sortedJson } from "./grammar.js";
import { Context, NO, OVERRIDDEN, UNKNOWN, constants, eachText, fit, ignore } from "./pattern.js";
import type { Fit, Give } from "./pattern.js";
import { Redirect } from "./redirect.js";
import type { Focus, Subject } from "./subject.js";
import type { Program } from "./table.js";
import { byteLength, isSame, lower, splitOnce, trim } from "./text.js";

/** The bits of a verdict. Eight bits are for headers, by a hash of their names; leaves start at bit 15 by their number. */
const HEADERS = 6;
const LEAVES = 15;
/** The last bit, which leaves over the limit share. */
const SHARED = 1n << 63n;
const NUMBERS = SHARED - 1n;
export const bit: { readonly [name in "status" | "exactStatus" | "method" | "endpoint" | "type" | "body" | "challenges" | "content"]: bigint } = {
  status: 1n,
  /** The entry has this status only, not a range. */
  exactStatus: 1n << 1n,
  method: 1n << 2n,
  endpoint: 1n << 3n,
  type: 1n << 4n,
  /** The format of the body; set in `against` where it differs. */
  body: 1n << 5n,
  /** The challenges are those of the entry, without others. */
  challenges: 1n << 14n,
  /** The bits of the request and of the body. */
  content: (1n << 2n) | (1n << 3n) | (1n << 5n) | ((NUMBERS | SHARED) & ~((1n << 15n) - 1n)),
};

function leafBit(number: number): bigint {
  return 1n << BigInt(Math.min(LEAVES + number, 63));
}

/** The bits of the leaves of a shape, without the shared last bit. */
function ownBits(shape: Shape): bigint {
  return (shape.numbers << BigInt(LEAVES)) & NUMBERS;
}

/** The evidence of a response about one entry. */
export class Verdict {
  /** A bit for each item that agrees with the entry. */
  agree = 0n;
  /** A bit for each item that differs from the entry. */
  against = 0n;
  /** The bits of `against` that exclude the entry, because they identify entries. */
  foreign = 0n;
  /** The number of bytes of the entry's own texts in the response. */
  literal = 0;
  /** The entry's own texts that are not in the response. */
  missed = "";
  /** The response has the entry's issue type. */
  issue = false;
  /** The issue type among the bits of `foreign`. */
  foreignIssue = 0n;
  /** Whether the response has another constant, such as another subcode. */
  otherConstant = false;
  /** Whether the entry has a constant of its own in place of that other one. */
  otherThanOwn = false;
  /** Whether the response has the entry's code, name or documentation link; `undefined` if the entry writes none of them. */
  strong: boolean | undefined;

  /** Whether nothing contradicts the entry. */
  get isConsistent(): boolean {
    return this.against === 0n;
  }

  note(bits: bigint, agrees: boolean, foreign: boolean): void {
    if (agrees) {
      this.agree |= bits;
    } else {
      this.against |= bits;
      this.foreign |= foreign ? bits : 0n;
    }
  }

  /** Notes that a text of the entry is not in the response. */
  miss(context: Context, number: number, program: Program): void {
    this.missed += `\u0000${number}\u0000${constants(context, program)?.join("\u0000") ?? ""}`;
  }

  /** The bits that agree. Of items that share a bit, all must agree. */
  get merits(): bigint {
    return this.agree & ~this.against;
  }
}

/** Whether less contradicts the one, or more agrees. Both are of one entry, in two languages. */
function agreesMore(one: Verdict, other: Verdict): boolean {
  const ranks = [-count(one.against) + count(other.against), count(one.merits) - count(other.merits), one.literal - other.literal];
  return (ranks.find((rank) => rank !== 0) ?? 0) > 0;
}

function count(bits: bigint): number {
  return bits.toString(2).replaceAll("0", "").length;
}

/** Collects the evidence about an entry, in the language that agrees most. */
export function judge(focus: Focus, entry: Entry): Verdict {
  return judgeInLanguages(focus, entry)[1];
}

/** Returns an entry in the language of the body. */
export function inLanguageOfBody(focus: Focus, entry: Entry): Entry {
  return entry.translations.length === 0 ? entry : judgeInLanguages(focus, entry)[0];
}

function judgeInLanguages(focus: Focus, entry: Entry): readonly [Entry, Verdict] {
  let best: readonly [Entry, Verdict] = [entry, judgeOne(focus, entry)];
  for (const translation of entry.translations) {
    const verdict = judgeOne(focus, translation);
    if (agreesMore(verdict, best[1])) {
      best = [translation, verdict];
    }
  }
  return best;
}

function judgeOne(focus: Focus, entry: Entry): Verdict {
  const { subject } = focus;
  const { received } = subject;
  const verdict = new Verdict();
  request(subject, entry, verdict);
  if (entry.hasStatus(received.status)) {
    verdict.agree |= bit.status | (entry.forwards ? 0n : bit.exactStatus);
  } else if (!(subject.several && entry.code !== null)) {
    // A response with several errors has one status for all, so it counts only for entries without a code.
    verdict.note(bit.status, false, true);
  }
  const agrees = subject.agreesInType(entry);
  if (agrees !== undefined) {
    verdict.note(bit.type, agrees, false);
  }
  const context = new Context(entry, received.status);
  headers(subject, context, verdict);
  if (received.isHead) {
    // `Content-Length` is that of the response to `GET`.
    if ((received.contentLength ?? 0n) > 0n && entry.response.format === "empty") {
      verdict.note(bit.body, false, true);
    }
    return verdict;
  }
  const form = formOf(focus, entry);
  if (subject.isLost) {
    // A body that was lost is not an empty one.
    verdict.note(bit.body, false, true);
  } else if (form === "empty") {
    const redirect = Redirect.of(context, received)?.judge();
    if (redirect) {
      verdict.literal += redirect.literal;
      verdict.strong = redirect.hasCode ? true : verdict.strong;
      verdict.note(bit.body, redirect.agrees && verdict.literal > 0, true);
    } else {
      verdict.note(bit.body, trim(subject.text) === "", true);
    }
  } else if (form === "text") {
    page(subject, context, verdict);
  } else if (form === "other") {
    verdict.note(bit.body, false, true);
  } else {
    verdict.agree |= bit.body;
    leaves(focus, context, form, verdict);
    unexpected(focus, form, verdict);
  }
  return verdict;
}

/** Gives the values of the placeholders in an entry's texts. */
export function values(focus: Focus, entry: Entry, give: Give): void {
  const { subject } = focus;
  if (subject.hasNoBody) {
    return;
  }
  const context = new Context(entry, subject.received.status);
  const form = formOf(focus, entry);
  if (form === "text") {
    if (entry.body) {
      fit(context, entry.body, subject.text, give);
    }
  } else if (form === "empty") {
    Redirect.of(context, subject.received)?.values(give);
  } else if (form !== "other") {
    compared(focus, form, entry).forEach(([leaf, program]) => compare(focus, context, leaf, program, give));
  }
}

/** Returns the way in which a body is compared with an entry; `other` if the format of the body is not the entry's. */
function formOf(focus: Focus, entry: Entry): Shape | "empty" | "text" | "other" {
  const { format, shape } = entry.response;
  const { document } = focus.subject;
  if (format === "empty") {
    return "empty";
  }
  if (format === "text") {
    // A body with one element for each error is not a text.
    return focus.element === undefined ? "text" : "other";
  }
  const isRead = document !== undefined && (format === "operation-outcome" || format === "problem" || document.xml === (format === "xml"));
  return shape && isRead && focus.subject.hasFormOf(shape) ? shape : "other";
}

/** Compares method and endpoint. An entry without them agrees with all. */
function request({ received }: Subject, entry: Entry, verdict: Verdict): void {
  const { method, path } = received;
  if (method !== undefined) {
    // `HEAD` is `GET` without a body (RFC 9110, section 9.3.2).
    const isMethod = entry.methods.some((known) => known === method || (method === "HEAD" && known === "GET"));
    verdict.note(bit.method, entry.methods.length === 0 || isMethod, true);
  }
  if (path !== undefined) {
    verdict.note(bit.endpoint, endpointOf(entry, path) ?? true, true);
  }
}

/** Compares the entry's headers. Proxies add and remove headers, so they never identify an entry that has a body. */
function headers({ received }: Subject, context: Context, verdict: Verdict): void {
  const all = context.entry.headers;
  for (const [position, [name, program]] of all.entries()) {
    const hash = [...lower(name)].reduce((sum, character) => sum ^ character.charCodeAt(0), 0);
    const own = 1n << BigInt(HEADERS + (hash % 8));
    if (hasChallenges(name)) {
      const isSameName = (other: string): boolean => isSame(other, name);
      if (all.slice(0, position).some(([other]) => isSameName(other))) {
        continue;
      }
      const programs = all.filter(([other]) => isSameName(other)).map(([, one]) => one);
      const found = compareChallenges(context, programs, received, name);
      if (found === match.same) {
        verdict.note(own | bit.challenges, true, false);
      } else if (found === match.other) {
        // The body is better evidence, if there is one.
        verdict.note(own | bit.challenges, false, received.isHead);
      } else if (found !== match.similar) {
        verdict.note(own, found === match.among, false);
      }
      continue;
    }
    // The error of a redirect is its `Location`.
    if (isSame(name, "location") && context.entry.response.inBand) {
      continue;
    }
    const sent = received.all(name);
    let found = fit(context, program, sent[0]);
    for (let at = 1; found < 0 && at < sent.length; at += 1) {
      found = fit(context, program, sent[at]);
    }
    if (found >= 0) {
      // An optional header that is absent says as little as one that the entry does not have.
      verdict.note(sent.length > 0 ? own : 0n, true, false);
    } else if (found === NO && !(received.isHead && sent.length === 0)) {
      // Without a body, a header that a proxy removed must not be the only evidence.
      verdict.note(own, false, false);
    }
  }
}

/** The number of bytes from which a text identifies an entry in other markup. */
const TELLING = 24;

/** Compares a body that is one text. */
function page(subject: Subject, context: Context, verdict: Verdict): void {
  const { body, message } = context.entry;
  if (!body) {
    verdict.note(bit.body, false, true);
    return;
  }
  const found = fit(context, body, subject.text);
  if (found >= 0) {
    verdict.agree |= bit.body;
    verdict.literal += found;
  } else if (found === NO) {
    // Many servers change the markup around a message.
    const literal = message && quoted(subject.page, constants(context, message) ?? []);
    verdict.note(bit.body, false, literal === undefined);
    verdict.literal += literal ?? 0;
  }
}

/** Searches for the segments of a message in their order; returns their length in bytes. */
function quoted(text: string, segments: readonly string[]): number | undefined {
  let [at, literal] = [0, 0];
  for (const segment of segments) {
    const found = text.indexOf(segment, at);
    if (found < 0) {
      return undefined;
    }
    at = found + segment.length;
    literal += byteLength(segment);
  }
  return literal >= TELLING ? literal : undefined;
}

/** The leaves that are evidence about an entry, with its programs. */
function compared(focus: Focus, shape: Shape, entry: Entry): (readonly [leaf: Leaf, program: Program])[] {
  return shape.of(entry).flatMap((leaf) => (leaf.program && !focus.isOfOthers(leaf, shape) ? [[leaf, leaf.program] as const] : []));
}

function leaves(focus: Focus, context: Context, shape: Shape, verdict: Verdict): void {
  const { entry } = context;
  const ignored = statusCodePlaces(focus, shape, entry);
  for (const [leaf, program] of compared(focus, shape, entry)) {
    let found = compare(focus, context, leaf, program, ignore);
    if (found === NO && leaf.role === role.diagnostics && entry.code === null) {
      found = statusDisplay(focus, context, leaf, program);
    }
    const isIssue = leaf.role === role.issue;
    if (found >= 0) {
      // The status of the response again says nothing.
      if (leaf.role !== role.status) {
        verdict.note(leafBit(leaf.number), true, false);
        verdict.issue ||= isIssue;
        verdict.literal += leaf.flags & flag.words ? found : 0;
      }
    } else if (found === NO && !(isIssue && entry.forwards) && !isOfAnotherPart(focus, context, shape, leaf, program)) {
      // The issue of another server does not count, like its status.
      const isIdentity = (leaf.flags & flag.identity) !== 0 && !ignored.includes(leaf.place);
      verdict.note(leafBit(leaf.number), false, isIdentity);
      if ((leaf.flags & flag.constant) !== 0 && [...focus.nodes(leaf)].length === 1) {
        verdict.otherConstant = true;
        verdict.otherThanOwn ||= fit(context, program, undefined) === NO;
      }
      verdict.foreignIssue |= isIssue ? leafBit(leaf.number) : 0n;
      if (leaf.flags & flag.words) {
        verdict.miss(context, leaf.number, program);
      }
    }
    // A code that neither the entry nor the body has says nothing.
    if ((leaf.flags & flag.strong) !== 0 && found !== 0) {
      verdict.strong = (verdict.strong ?? true) && found > 0;
    }
  }
}

/** Whether a leaf is absent, and the value at its place is that of another leaf: the elements of an array have one place. */
function isOfAnotherPart(focus: Focus, context: Context, shape: Shape, leaf: Leaf, program: Program): boolean {
  const all = compared(focus, shape, context.entry);
  const others = all.filter(([other, one]) => other.number === leaf.number && one !== program);
  return (
    others.length > 0 &&
    fit(context, program, undefined) !== NO &&
    others.some(([other, one]) => compare(focus, context, other, one, ignore) >= 0)
  );
}

/** The type of a problem that has none (RFC 9457, section 4.2.1). */
const NO_TYPE = "about:blank";

/** Compares a leaf with the entry's program, and gives the values of placeholders. */
export function compare(focus: Focus, context: Context, leaf: Leaf, program: Program, give: Give): Fit {
  const { document } = focus.subject;
  if (!document) {
    return NO;
  }
  const isJson = (leaf.flags & flag.json) !== 0;
  if (isJson && !document.xml) {
    return compareJson(focus, context, leaf, program, give);
  }
  const isType = (leaf.flags & flag.problemType) !== 0;
  let best: Fit | undefined;
  for (const id of focus.nodes(leaf)) {
    const value = document.value(id);
    if (value === undefined) {
      // `null` counts as absent; an object cannot be written by a leaf.
      if (document.node(id)?.kind !== "null") {
        best ??= NO;
      }
      continue;
    }
    if (isType && value === NO_TYPE) {
      continue;
    }
    let found = fit(context, program, value, give);
    if (found === NO && document.xml) {
      const name = qualified(document.text, context, program, value);
      found = name === undefined ? NO : fit(context, program, name, give);
    }
    if (found === NO && leaf.role === role.code && context.entry.aliases.includes(value)) {
      found = byteLength(value);
    }
    if (found === NO && isJson) {
      // XML has no quotes that tell a string from a number.
      found = fit(context, program, jsonString(value));
    }
    if (found === NO && leaf.role === role.issue) {
      // Published bodies have `too costly`; the codes of FHIR are words with hyphens.
      found = fit(context, program, lower(trim(value)).replace(/[ _]/g, "-"));
    }
    if (found >= 0) {
      return found;
    }
    if (best !== OVERRIDDEN && best !== UNKNOWN) {
      best = found;
    }
  }
  if (best !== undefined) {
    return best;
  }
  const absent = fit(context, program, undefined);
  if (absent !== NO) {
    return focus.isCut(leaf) ? UNKNOWN : absent;
  }
  if (isType && !focus.isCut(leaf)) {
    return Math.min(fit(context, program, NO_TYPE), 0);
  }
  // The value may be in the part that was cut off. FHIR's XML has no empty values, and narratives are not read.
  const isEmpty = document.xml && (focus.subject.catalog.isNamed(leaf.place, "div") || fit(context, program, "") !== NO);
  return focus.isCut(leaf) || isEmpty ? UNKNOWN : NO;
}

/** A qualified name in XML with the prefix of the catalog: `soap:Client` for `s:Client`. */
function qualified(text: string, context: Context, program: Program, value: string): string | undefined {
  const first = value.includes(" ") ? undefined : constants(context, program)?.[0];
  const prefix = first === undefined ? undefined : splitOnce(first, ":")?.[0];
  if (prefix === undefined || !/^[0-9A-Za-z]*$/.test(prefix)) {
    return undefined;
  }
  const parts = splitOnce(value, ":");
  if (!parts) {
    // The name is in the default namespace.
    return `${prefix}:${value}`;
  }
  return text.includes(`xmlns:${parts[0]}=`) ? `${prefix}:${parts[1]}` : undefined;
}

/** Compares a leaf whose value can be an array or an object. */
function compareJson(focus: Focus, context: Context, leaf: Leaf, program: Program, give: Give): Fit {
  const { document } = focus.subject;
  let best: Fit | undefined;
  for (const id of focus.outermost(leaf)) {
    const json = document?.json(id);
    // Its end was cut off.
    const exact = json === undefined ? UNKNOWN : fit(context, program, json, give);
    const found = exact === NO ? fitSorted(context, program, json ?? "") : exact;
    if (found >= 0) {
      return found;
    }
    if (document?.node(id)?.kind !== "null") {
      best ??= found;
    }
  }
  if (best !== undefined || focus.isCut(leaf)) {
    return best ?? UNKNOWN;
  }
  const absent = fit(context, program, undefined);
  // A missing member is the same as `null`.
  return absent === NO ? fit(context, program, "null") : absent;
}

/** An array or an object with its members in order. */
function sortedContainer(json: string): string | undefined {
  return /^[[{]/.test(json) ? sortedJson(json) : undefined;
}

/** Compares an array or an object with a constant one: the order of members has no meaning (RFC 8259, section 4). */
function fitSorted(context: Context, program: Program, json: string): Fit {
  const sorted = sortedContainer(json);
  const same = sorted === undefined ? undefined : eachText(context, program)?.find((own) => own !== undefined && sortedContainer(own) === sorted);
  return same === undefined ? NO : byteLength(same);
}

/** Compares values at places that only other responses have. */
function unexpected(focus: Focus, shape: Shape, verdict: Verdict): void {
  // The shared last bit is not evidence here.
  const known = ownBits(shape);
  for (const [, other] of focus.subject.shapes) {
    if (other === shape || (ownBits(other) & ~known) === 0n) {
      continue;
    }
    for (const leaf of other.leaves) {
      const own = leafBit(leaf.number) & NUMBERS;
      if ((own & ~known) === 0n) {
        continue;
      }
      // An argument that is an object can have members of any name.
      const texts = [...focus.outsideValues(leaf, shape)].flatMap((id) => focus.text(id) ?? []);
      if (texts.length > 0) {
        // A code that repeats the status, as the Spine Secure Proxy sends it, identifies no entry.
        verdict.note(own, false, leaf.role === role.code && texts.some((text) => text !== focus.subject.status));
      }
    }
  }
}

/** The places of a code that only repeats the status, its system and its display. They matter only to an entry without a code. */
function statusCodePlaces(focus: Focus, shape: Shape, entry: Entry): readonly number[] {
  const [leaf] = entry.code === null ? shape.withRole(role.code) : [];
  const codes = leaf ? [...focus.nodes(leaf)].flatMap((id) => focus.text(id) ?? []) : [];
  return leaf && codes.length > 0 && codes.every((code) => code === focus.subject.status) ? [leaf.place, ...leaf.beside] : [];
}

/** Compares the display of a code that only repeats the status, in place of absent diagnostics. */
function statusDisplay(focus: Focus, context: Context, leaf: Leaf, program: Program): Fit {
  if (!focus.subject.isOutcome || focus.value(leaf) !== undefined) {
    return NO;
  }
  const code = focus.text(focus.usualValue(usual.code));
  const display = focus.text(focus.usualValue(usual.display));
  return display !== undefined && code === focus.subject.status ? fit(context, program, display) : NO;
}
