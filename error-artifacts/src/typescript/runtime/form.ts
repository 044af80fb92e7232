/**
 * The form of a body: the region whose elements are its issues, or none. Several responses of a catalog can have different values at one place: a list of
 * errors, and a map of fields that is also named `errors`.
 */

import type { Shape } from "./catalog.js";
import type { Document } from "./document.js";
import { judge } from "./evidence.js";
import { resolve, sentCodes } from "./resolve.js";
import { Focus } from "./subject.js";
import type { Subject } from "./subject.js";

/** What speaks for a form, the most important first: its first issue has an entry, the number of values of its best shape, and nothing contradicts an entry. */
type Rank = readonly [isKnown: number, values: number, isConsistent: number];

/** Selects the form of the body. */
export function findForm(subject: Subject): void {
  const { document } = subject;
  if (!document) {
    return;
  }
  const regions = subject.regions(document);
  const [first] = regions;
  const isWhole = first !== undefined && !subject.isOutcome && canBeWhole(subject, document);
  if (regions.length + (isWhole ? 1 : 0) < 2) {
    return;
  }
  let [best, rank] = [first, rankOf(subject, document)];
  for (const form of [...regions.slice(1), ...(isWhole ? [undefined] : [])]) {
    subject.take(document, form);
    const other = rankOf(subject, document);
    if (isHigher(other, rank)) {
      [best, rank] = [form, other];
    }
  }
  subject.take(document, best);
}

function isHigher(one: Rank, other: Rank): boolean {
  const at = one.findIndex((value, position) => value !== other[position]);
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0);
}

/** Whether a response without a repeated region has a value that the body has. */
function canBeWhole({ catalog }: Subject, document: Document): boolean {
  return catalog.responses.some(({ format, shape }) => {
    const isRead = shape !== undefined && shape.region < 0 && (document.xml || format !== "xml");
    return isRead && shape.leaves.some(({ place }) => [...document.at(document.all, place)].length > 0);
  });
}

function rankOf(subject: Subject, document: Document): Rank {
  const focus = new Focus(subject, subject.issues()[0]);
  const entries = resolve(focus, sentCodes(focus));
  const values = ({ leaves }: Shape): number => {
    const there = leaves.filter((leaf) => [...focus.nodes(leaf)].some((id) => document.node(id)?.kind !== "null"));
    return new Set(there.map(({ number }) => Math.min(number, 63))).size;
  };
  const isConsistent = entries.some((entry) => judge(focus, entry).isConsistent);
  return [Number(entries.length > 0), Math.max(0, ...subject.shapes.map(([, shape]) => values(shape))), Number(isConsistent)];
}
