/**
 * Finds the entries of an issue from the evidence: one, several, or none.
 *
 * There are no scores. An entry is excluded if evidence contradicts it, or if all its evidence also supports another entry that has more.
 */

import { flag, role, usual } from "./catalog.js";
import type { Entry, Leaf } from "./catalog.js";
import { Verdict, bit, judge } from "./evidence.js";
import { Context, constants, onlySegment } from "./pattern.js";
import type { Focus, Subject } from "./subject.js";
import { isSame, lower, trim, withoutEnd } from "./text.js";

/** A code as sent, with its system and display; without a leaf it is at a place outside of all templates. */
export interface Sent {
  readonly leaf: Leaf | undefined;
  readonly code: number | undefined;
  readonly system: number | undefined;
  readonly display: number | undefined;
}

/** The largest number of codes of one issue. */
export const MAX_CODES = 16;

/** Reads the codes of an issue, or of a body without issues. */
export function sentCodes(focus: Focus): Sent[] {
  const { document, shapes, catalog, isOutcome } = focus.subject;
  const all: Sent[] = [];
  if (!document) {
    return all;
  }
  const seen = new Set<number>();
  // The code around an element with a code is that of the body.
  const hasOwn = focus.element !== undefined && shapes.some(([, shape]) => focus.hasOwn(shape, role.code));
  for (const [, shape] of shapes) {
    for (const leaf of shape.withRole(role.code)) {
      if (!(leaf.flags & flag.repeated) && hasOwn) {
        continue;
      }
      if (!seen.has(leaf.number)) {
        collect(focus, focus.nodes(leaf, catalog.parent(leaf.place)), [leaf.place, ...leaf.beside], leaf, all);
      }
      // Only the first 64 leaves are compared.
      if (leaf.number < 64) {
        seen.add(leaf.number);
      }
    }
  }
  if (all.length === 0 && isOutcome) {
    const places = [focus.usualPlace(usual.code), focus.usualPlace(usual.system), focus.usualPlace(usual.display)] as const;
    collect(focus, focus.usual(usual.coding), places, undefined, all);
  }
  return all;
}

/** Adds the codes of some objects, with their systems and displays. */
function collect(
  { subject: { document } }: Focus,
  parents: Iterable<number>,
  places: readonly [code: number, system: number, display: number],
  leaf: Leaf | undefined,
  all: Sent[],
): void {
  for (const object of parents) {
    const [code, system, display] = places.map((place) => document?.first(document.inside(object), place));
    if (code !== undefined || (leaf === undefined && system !== undefined)) {
      all.push({ leaf, code, system, display });
    }
    if (all.length >= MAX_CODES) {
      return;
    }
  }
}

/** An entry and its evidence. */
interface Candidate {
  readonly entry: Entry;
  readonly verdict: Verdict;
}

type Tier = (verdict: Verdict) => boolean;

/** Finds the entries that an issue matches. */
export function resolve(focus: Focus, sent: readonly Sent[]): Entry[] {
  const { subject } = focus;
  const { catalog } = subject;
  if (subject.received.isHead) {
    return withoutBody(focus);
  }
  const coded: Entry[] = [];
  for (const one of sent) {
    const code = focus.text(one.code);
    for (const entry of code === undefined ? [] : (catalog.byCode.get(code) ?? [])) {
      if (!coded.includes(entry) && writesCode(focus, entry, one)) {
        coded.push(entry);
      }
    }
  }
  if (coded.length === 1 && !catalog.codeless.some((entry) => hasStatus(subject, entry))) {
    // No other entry is possible. An entry that is added later can have the same code and another subcode.
    return coded.filter((entry) => !judge(focus, entry).otherThanOwn);
  }
  if (coded.length > 0) {
    const candidates = coded.map((entry) => ({ entry, verdict: judge(focus, entry) }));
    const consistent = candidates.filter(({ verdict }) => verdict.isConsistent);
    if (consistent.length > 0) {
      return undominated(consistent);
    }
    // Another response may have a text at the place of the code. Otherwise the code decides, whatever else differs.
    const text = withoutCode(focus, sent, [isConsistent]);
    // Of entries that share a code, none has another subcode than its own; a single one may lack it.
    const isShared = candidates.length > 1;
    const left = candidates.filter(({ verdict }) => !verdict.otherThanOwn && !(isShared && verdict.otherConstant));
    return text.length === 0 ? undominated(left) : text;
  }
  const found = withoutCode(focus, sent, [isConsistent, isLike, isLikeButForIssue]);
  if (found.length > 0) {
    return found;
  }
  const whatever = whateverTheStatus(focus);
  return whatever.length === 0 ? byStatusAlone(focus, sent) : whatever;
}

/** Finds the entries of a response to `HEAD`, by status, request and headers. */
function withoutBody(focus: Focus): Entry[] {
  const { subject } = focus;
  const entries = subject.catalog.entries.filter((entry) => hasStatus(subject, entry));
  const judged = entries.map((entry) => ({ entry, verdict: judge(focus, entry) }));
  const hasOthers = judged.some(({ verdict }) => (verdict.foreign & bit.challenges) !== 0n);
  const all = judged.filter(({ verdict }) => verdict.foreign === 0n && (verdict.against & bit.type) === 0n);
  const consistent = all.filter(({ verdict }) => verdict.isConsistent);
  if (consistent.length > 0) {
    return undominated(consistent);
  }
  return hasOthers && all.length === 1 ? [] : undominated(all);
}

/** Whether an entry writes its code at this place, with the same system. */
function writesCode(focus: Focus, entry: Entry, { leaf, system }: Sent): boolean {
  const { subject } = focus;
  const shape = subject.shapeOf(entry.response);
  if (!shape || !leaf || !shape.withRole(role.code).some((one) => one.number === leaf.number)) {
    return false;
  }
  const found = focus.text(system);
  const program = found === undefined ? undefined : shape.programAt(leaf.beside[0], entry);
  if (found === undefined || program === undefined) {
    // A missing system contradicts none.
    return true;
  }
  const only = onlySegment(entry, program);
  if (only !== undefined) {
    return isSameSystem(only, found) || namesNoSystem(found);
  }
  const segments = constants(new Context(entry, subject.received.status), program) ?? [];
  const [first] = segments;
  const documented = first === undefined || (segments.length === 1 && isSameSystem(first, found));
  return documented || namesNoSystem(found);
}

/** Whether two systems are equal apart from scheme, case and a final slash. */
function isSameSystem(one: string, other: string): boolean {
  const bare = (system: string): string => withoutEnd(system.replace(/^https?:\/\//, ""), "/");
  return one === other || isSame(bare(trim(one)), bare(trim(other)));
}

/** Whether a system is the URL of a value set, which identifies no system (https://hl7.org/fhir/datatypes.html#Coding). */
function namesNoSystem(system: string): boolean {
  return lower(system).includes("/valueset/");
}

/** The number of bytes of own texts that identify an entry in an incomplete body. */
const TELLING = 8;

/** Finds entries whose responses have no code, by all other evidence. */
function withoutCode(focus: Focus, sent: readonly Sent[], tiers: readonly Tier[]): Entry[] {
  const { subject } = focus;
  const isCut = focus.isOpen;
  // A code of another system, where no entry has one.
  if (sent.some((one) => one.leaf === undefined && saysMore(focus, one))) {
    return [];
  }
  // The code may be in the part that was cut off.
  const entries = isCut && sent.length === 0 ? subject.catalog.entries : subject.catalog.codeless;
  const all: Candidate[] = [];
  for (const entry of entries) {
    if (hasStatus(subject, entry)) {
      const one = { entry, verdict: judge(focus, entry) };
      if (isTelling(subject, one) && (!isCut || one.verdict.literal >= TELLING)) {
        all.push(one);
      }
    }
  }
  for (const tier of tiers) {
    let best = all.filter(({ verdict }) => tier(verdict));
    if (best.length > 0) {
      if (best.some(({ verdict }) => verdict.issue)) {
        best = best.filter(({ entry, verdict }) => verdict.issue || !entry.forwards);
      }
      // An entry with a code is identified by that code only.
      return best.some(({ entry }) => showsCode(entry)) ? [] : undominated(best);
    }
  }
  return [];
}

function hasStatus(subject: Subject, entry: Entry): boolean {
  return entry.hasStatus(subject.received.status);
}

/** The number of bytes of an entry's own texts that identify it with another status. */
const UNMISTAKABLE = 24;

/** Finds the one entry whose link or texts are in a response with another status. */
function whateverTheStatus(focus: Focus): Entry[] {
  if (focus.isOpen) {
    return [];
  }
  const all = focus.subject.catalog.codeless.filter((entry) => {
    const verdict = judge(focus, entry);
    return verdict.strong === true || (verdict.foreign === bit.status && verdict.literal >= UNMISTAKABLE);
  });
  return all.length === 1 ? all : [];
}

/** Finds the one entry with exactly this status, in a form without codes. All other evidence must agree. */
function byStatusAlone(focus: Focus, sent: readonly Sent[]): Entry[] {
  const { subject } = focus;
  const sameForm = (): Entry[] => subject.catalog.entries.filter((entry) => subject.shapeOf(entry.response) !== undefined);
  if (
    !subject.isOutcome ||
    subject.several ||
    focus.isOpen ||
    sent.some((one) => saysMore(focus, one)) ||
    (sent.length === 0 && sameForm().some(showsCode))
  ) {
    return [];
  }
  const all = sameForm().filter((entry) => hasStatus(subject, entry) && !entry.forwards && entry.issueType !== "");
  const [only] = all;
  if (all.length !== 1 || !only) {
    return [];
  }
  const verdict = judge(focus, only);
  return verdict.foreign === verdict.foreignIssue && !showsCode(only) ? [only] : [];
}

/** Whether a code is not only the status. */
function saysMore(focus: Focus, { code }: Sent): boolean {
  const text = focus.text(code);
  return text !== undefined && text !== focus.subject.status;
}

function isConsistent(verdict: Verdict): boolean {
  return verdict.isConsistent;
}

/** Whether all evidence that identifies an entry agrees. */
function isLike(verdict: Verdict): boolean {
  return verdict.foreign === 0n && (verdict.literal > 0 || verdict.issue);
}

/** Whether status and texts agree, but not the issue type. */
function isLikeButForIssue(verdict: Verdict): boolean {
  return verdict.foreign === verdict.foreignIssue && verdict.literal >= TELLING;
}

/** Whether the responses of an entry have its code. */
function showsCode(entry: Entry): boolean {
  return entry.code !== null && (entry.response.shape?.has(role.code) ?? false);
}

/** Whether the evidence is more than a status. A status alone does not identify an entry that has endpoints and a free text. */
function isTelling({ received }: Subject, { entry, verdict }: Candidate): boolean {
  return (
    verdict.literal > 0 ||
    verdict.issue ||
    (verdict.agree & bit.endpoint) !== 0n ||
    entry.response.format === "empty" ||
    (received.path === undefined && entry.endpoints.length === 0)
  );
}

/** The candidates whose evidence is not exceeded by that of another one. */
function undominated(candidates: readonly Candidate[]): Entry[] {
  const isLess = (one: Verdict, other: Verdict): boolean => {
    const more = other.merits & ~one.merits;
    return (one.merits & ~other.merits) === 0n && ((more & bit.content) !== 0n || (more !== 0n && one.missed === other.missed));
  };
  return candidates.filter((one) => !candidates.some((other) => isLess(one.verdict, other.verdict))).map(({ entry }) => entry);
}
