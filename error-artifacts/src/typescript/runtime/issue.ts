/** Reads one issue of a response. */

import { role, usual } from "./catalog.js";
import type { Entry } from "./catalog.js";
import { inLanguageOfBody, values } from "./evidence.js";
import type { Fault } from "./fault.js";
import { argument } from "./pattern.js";
import { MAX_CODES, resolve, sentCodes } from "./resolve.js";
import type { Focus } from "./subject.js";
import { firstOf } from "./subject.js";

/** The largest number of values of a list. */
const MAX_LIST = 64;

/** The number of usual texts. */
const TEXTS = 15;

/** A code with its system and display: FHIR's `Coding` (https://hl7.org/fhir/datatypes.html#Coding). */
export interface Coding {
  /** The code exactly as sent; the digits of a number. */
  readonly code: string | undefined;
  /** The URI of the code system. */
  readonly system: string | undefined;
  /** The display text of the code. */
  readonly display: string | undefined;
}

/** The parts of an issue, and its entries. */
export interface IssueData {
  /** The position of its first character in the text. */
  offset: number;
  /** The status in the Bundle around it, if it is not that of the response. */
  status: number | undefined;
  /** Whether it is the only issue of its body or outcome. */
  readonly alone: boolean;
  readonly entries: readonly Entry[];
  severity: string | undefined;
  readonly issueType: string | undefined;
  codings: readonly Coding[];
  text: string | undefined;
  diagnostics: string | undefined;
  expressions: readonly string[];
  readonly locations: readonly string[];
  readonly parameters: { readonly [name: string]: string };
}

/** An issue without entries and values. */
export function unknownIssue(offset: number): IssueData {
  return {
    offset,
    status: undefined,
    alone: true,
    entries: [],
    severity: undefined,
    issueType: undefined,
    codings: [],
    text: undefined,
    diagnostics: undefined,
    expressions: [],
    locations: [],
    parameters: {},
  };
}

/** Completes an issue with an error of the body that the catalog does not describe. Values that were read at places of the catalog stay. */
export function completeIssue(issue: IssueData, fault: Fault, status: string): void {
  const own = issue.text;
  issue.text ??= fault.text;
  issue.diagnostics ??= own !== undefined && fault.text !== undefined && fault.text !== own ? fault.text : fault.diagnostics;
  issue.severity ??= fault.severity;
  if (issue.expressions.length === 0) {
    issue.expressions = fault.fields.slice(0, MAX_LIST);
  }
  const all = [...issue.codings];
  for (const { code, system } of fault.codes.slice(0, Math.max(MAX_CODES - all.length, 0))) {
    if (!all.some((known) => known.code === code)) {
      all.push({ code, system, display: undefined });
    }
  }
  // A code that only repeats the status says the least.
  const isStatus = ({ code }: Coding): boolean => code === status;
  const [first, ...others] = [...all.filter((coding) => !isStatus(coding)), ...all.filter(isStatus)];
  if (first) {
    issue.codings = [{ ...first, display: first.display ?? fault.title }, ...others];
  } else {
    issue.codings = fault.title === undefined ? [] : [{ code: undefined, system: undefined, display: fault.title }];
  }
}

/** Adds the code of the entry, if it was sent inside of a text of the issue, or of the whole response. */
export function completeCode(issue: IssueData, whole: readonly string[]): void {
  const [only] = issue.entries;
  const code = only?.codeText;
  if (code === undefined || code === "" || issue.entries.length > 1 || issue.codings.some((coding) => coding.code !== undefined)) {
    return;
  }
  const isWord = new RegExp(`(?<!${WORD})${code.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&")}(?!${WORD})`, "u");
  if ([...whole, issue.text ?? "", issue.diagnostics ?? ""].some((text) => isWord.test(text))) {
    const [first, ...others] = issue.codings;
    issue.codings = [{ system: first?.system, display: first?.display, code }, ...others];
  }
}

/** A character of a word. */
const WORD = "[\\p{Alphabetic}\\p{N}_]";

/** Reads an issue, or a body without issues. */
export function readIssue(focus: Focus): IssueData {
  const { subject, element } = focus;
  const { document } = subject;
  const sent = sentCodes(focus);
  const entries = resolve(focus, sent);
  const node = element === undefined ? undefined : document?.node(element);
  const words = readWords(focus);
  // A value at the place of a code and of a text, in a body whose entry has no code: several words are a text.
  const mayBeText = !subject.isOutcome && entries.every((entry) => entry.code === null);
  const isText = (code: string | undefined): boolean => code !== undefined && code.includes(" ") && code === words.text;
  const codings = sent
    .map(({ code, system, display }) => ({ code: focus.text(code), system: focus.text(system), display: focus.text(display) }))
    .filter(({ code }) => !mayBeText || !isText(code));
  const [only] = entries;
  return {
    offset: node && document ? document.startOf(node) : 0,
    status: undefined,
    alone: !subject.several,
    entries,
    ...words,
    codings,
    parameters: only && entries.length === 1 ? readParameters(focus, only) : {},
  };
}

type Words = Pick<IssueData, "severity" | "issueType" | "text" | "diagnostics" | "expressions" | "locations">;

/** Reads the members of an OperationOutcome's issue, or the leaves with these roles. */
function readWords(focus: Focus): Words {
  if (!focus.subject.isOutcome || focus.element === undefined) {
    const byRole = (wanted: number): string | undefined => focus.text(focus.byRole(wanted));
    return {
      severity: byRole(role.severity),
      issueType: byRole(role.issue),
      text: focus.text(readText(focus)),
      diagnostics: byRole(role.diagnostics),
      expressions: list(focus, role.expression),
      locations: list(focus, role.location),
    };
  }
  const value = (path: number): string | undefined => focus.text(focus.usualValue(path));
  const all = (path: number): string[] => texts(focus, focus.usual(path));
  return {
    severity: value(usual.severity),
    issueType: value(usual.issueType),
    text: value(usual.text),
    diagnostics: value(usual.diagnostics),
    expressions: all(usual.expression),
    locations: all(usual.location),
  };
}

function readText(focus: Focus): number | undefined {
  const usualText = (): number | undefined => firstOf(Array(TEXTS).keys(), (path) => focus.usualValue(usual.texts + path));
  const byRole = (): number | undefined => focus.byRole(role.message) ?? focus.byRole(role.title);
  if (focus.element === undefined || focus.subject.shapes.some(([, shape]) => shape.repeats(role.message))) {
    return byRole() ?? usualText();
  }
  // The text around several elements is not theirs.
  return usualText() ?? (focus.subject.several ? undefined : byRole());
}

/** The values of the first leaf with a role. */
function list(focus: Focus, wanted: number): string[] {
  const leaf = firstOf(focus.subject.shapes, ([, shape]) => shape.withRole(wanted)[0]);
  return leaf ? texts(focus, focus.nodes(leaf)) : [];
}

function texts(focus: Focus, nodes: Iterable<number>): string[] {
  return [...nodes].flatMap((id) => focus.text(id) ?? []).slice(0, MAX_LIST);
}

/** The values of an entry's parameters, as far as its texts determine them. */
function readParameters(focus: Focus, known: Entry): { readonly [name: string]: string } {
  const { parameters } = known;
  if (parameters.length === 0) {
    return {};
  }
  const found = new Map<number, string | undefined>();
  values(focus, inLanguageOfBody(focus, known), (one, value) => {
    if (one < argument.parameter || value === undefined) {
      return;
    }
    // Two texts with different values determine none.
    found.set(one, found.has(one) && found.get(one) !== value ? undefined : value);
  });
  const isXml = focus.subject.document?.xml ?? false;
  const exact: [name: string, value: string][] = [];
  for (const [one, value] of found) {
    const [name, , optional] = parameters[one - argument.parameter] ?? ["", "string", 0];
    // An empty text may be a missing value, and U+FFFD a character that XML does not have.
    const isLost = value === undefined || (optional === 1 && value === "") || (isXml && value.includes("\ufffd"));
    if (!isLost && name !== "") {
      exact.push([name, value]);
    }
  }
  return Object.fromEntries(exact);
}

/** The code as sent; of several, the one of the known entry, else the first. */
export function codeOf({ entries, codings }: IssueData): string | undefined {
  const codes = codings.flatMap(({ code }) => code ?? []);
  const [known] = entries;
  return codes.find((code) => known?.codeText === code || known?.aliases.includes(code)) ?? codes[0];
}

