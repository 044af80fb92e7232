/** Errors inside a success: `in_band` of a response in the format of catalogs. */

import { BODY, flag, isFailure, role } from "./catalog.js";
import type { Entry, Leaf, Shape } from "./catalog.js";
import { compare } from "./evidence.js";
import type { IssueData } from "./issue.js";
import { behindString } from "./json.js";
import { Context, NO, ignore } from "./pattern.js";
import { Focus } from "./subject.js";
import type { Subject } from "./subject.js";
import { trim } from "./text.js";

/**
 * Whether a body reports errors of a response whose errors are in band.
 *
 * A constant of the template that differs in the body, such as `"ok": true`, contradicts that.
 */
export function reportsError(subject: Subject, issues: readonly IssueData[]): boolean {
  const isKnown = (issue: IssueData): boolean => issue.entries.some(isErrorInBand);
  if (!subject.document) {
    // A text; an empty body says nothing.
    return trim(subject.text) !== "" && issues.some(isKnown);
  }
  return subject.catalog.responses.some(({ inBand, shape }) => {
    if (!inBand || !shape) {
      return false;
    }
    const whole = new Focus(subject);
    const constants = compareConstants(whole, shape);
    // The profile of an OperationOutcome can be another one.
    if (constants === "differ" && !subject.isOutcome) {
      return false;
    }
    const hasError = constants === "no" || hasErrorAt(whole, shape, constants === "agree");
    return issues.some((issue) => isKnown(issue) || (issue.entries.length === 0 && hasError && !isHarmless(subject, issue)));
  });
}

/** Whether an error of an entry in band is one of the call. */
export function isErrorInBand(entry: Entry): boolean {
  return isFailure(entry.severity) && entry.response.inBand;
}

/** Whether the severity of an issue of an OperationOutcome is not that of an error. */
function isHarmless(subject: Subject, { severity }: IssueData): boolean {
  return subject.isOutcome && severity !== undefined && ["warning", "information", "success"].includes(severity);
}

/** Compares the constants of a template with those of the body; `no` if they agree, and one of them is `false`. */
function compareConstants(focus: Focus, shape: Shape): "absent" | "agree" | "no" | "differ" {
  const { catalog, received } = focus.subject;
  const [entry] = catalog.entries;
  if (!entry) {
    return "absent";
  }
  const context = new Context(entry, received.status);
  const isConstant = (leaf: Leaf): boolean => {
    return leaf.role === role.none && (leaf.flags & (flag.identity | flag.repeated)) === 0 && (leaf.flags & flag.shared) !== 0;
  };
  let found: "absent" | "agree" | "no" = "absent";
  for (const leaf of shape.leaves.filter(isConstant)) {
    const value = leaf.program ? focus.text(focus.value(leaf)) : undefined;
    if (!leaf.program || value === undefined) {
      continue;
    }
    const fit = compare(focus, context, leaf, leaf.program, ignore);
    if (fit === NO) {
      return "differ";
    }
    if (fit >= 0 && value === "false") {
      found = "no";
    } else if (fit > 0 && found === "absent") {
      found = "agree";
    }
  }
  return found;
}

/** Whether the body has an error where the template has it. */
function hasErrorAt(focus: Focus, shape: Shape, agrees: boolean): boolean {
  const { catalog, document } = focus.subject;
  if (!document) {
    return false;
  }
  const saysSomething = (id: number): boolean => {
    const kind = document.node(id)?.kind;
    if (kind === undefined || kind === "null") {
      return false;
    }
    return kind === "object" || !["", "false", "0"].includes(document.value(id) ?? "-");
  };
  const hasAt = (place: number): boolean => [...document.at(document.all, place)].some(saysSomething);
  if (shape.region >= 0) {
    return hasAt(catalog.regionPlace(shape.region));
  }
  return [role.code, role.message, role.title]
    .flatMap((wanted) => shape.withRole(wanted))
    .some((leaf) => {
      const parent = catalog.parent(leaf.place);
      const value = focus.value(leaf);
      return (parent !== BODY && hasAt(parent)) || (agrees && value !== undefined && saysSomething(value));
    });
}

/** The objects of a list that is the whole body, such as a batch of JSON-RPC. */
export function batchElements(text: string): (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') {
      const end = behindString(text, at + 1);
      if (end < 0) {
        break;
      }
      at = end - 1;
    } else if (mark === "{" || mark === "[") {
      start = depth === 1 && mark === "{" ? at : start;
      depth += 1;
    } else if (mark === "}" || mark === "]") {
      depth = Math.max(depth - 1, 0);
      if (depth === 1 && mark === "}") {
        found.push([start, at + 1]);
      }
    }
  }
  // The last one was cut off.
  return depth > 1 && start > 0 ? [...found, [start, text.length]] : found;
}
