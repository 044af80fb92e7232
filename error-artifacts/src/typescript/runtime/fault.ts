/** The members of one error that the catalog does not describe, collected from an object and the objects around and in it. */

import { isErrorName, isPartOfRequest, isSpecific, mayBeCode } from "./names.js";
import type { Role } from "./names.js";
import { MAX_CODES } from "./resolve.js";
import { isDigits, trim } from "./text.js";
import type { Item } from "./tree.js";

/** A code with its system. */
export interface FaultCode {
  readonly code: string;
  readonly system: string | undefined;
}

/** One error of a body. */
export interface Fault {
  /** The position of its first character in the text. */
  at: number;
  /** Whether it is in a list of errors. */
  inner: boolean;
  codes: FaultCode[];
  /** The short text that belongs to the code, if there is another text. */
  title: string | undefined;
  text: string | undefined;
  diagnostics: string | undefined;
  severity: string | undefined;
  fields: string[];
}

export function newFault(at: number = 0, inner: boolean = false): Fault {
  return { at, inner, codes: [], title: undefined, text: undefined, diagnostics: undefined, severity: undefined, fields: [] };
}

/** An error with a code only. */
export function faultOfCode(code: string): Fault {
  return { ...newFault(), codes: [{ code, system: undefined }] };
}

/** Whether it has a text, a code or a field. */
export function saysSomething({ text, title, codes, fields }: Fault): boolean {
  return text !== undefined || title !== undefined || codes.length > 0 || fields.length > 0;
}

/** The members of one error, the first of each role. */
export interface Members {
  readonly fault: Fault;
  /** The rank of the text that was taken. */
  rank: number;
  /** What is added to the ranks of an object in the error: its texts and codes come later. */
  depth: number;
  /** Codes with their ranks. */
  readonly codes: { rank: number; readonly code: FaultCode }[];
  /** The errors and lists of errors in it. */
  readonly lists: { readonly id: number; readonly isOne: boolean }[];
}

/** Adds a value to the members of an error. */
export function addValue(role: Role, item: Item, members: Members, isElement: boolean): void {
  const { value } = item;
  if (value === undefined || trim(value) === "") {
    return;
  }
  const { fault, depth } = members;
  const isNumber = isDigits(value);
  const isBool = value === "true" || value === "false";
  const isCode = !isBool && !/\p{White_Space}/u.test(value);
  const isWord = isCode && !isNumber;
  const code = (rank: number, code: string): void => {
    members.codes.push({ rank: rank + depth, code: { code, system: undefined } });
  };
  const isText = typeof role === "object" && "text" in role;
  if (typeof role === "object" && "code" in role && isCode) {
    code(role.code, value);
  } else if (role === "status" && isWord && isSpecific(value)) {
    code(0, value);
  } else if (role === "type" && isWord && isSpecific(value)) {
    // The name of an AWS exception without its namespace: `com.amazon.coral#ThrottlingException`.
    code(4, value.includes("://") ? value : value.slice(value.lastIndexOf("#") + 1));
  } else if (isText && isWord && mayBeCode(item.name)) {
    // `error` and `reason` have a code or a text.
    code(3, value);
  } else if (role === "wrapper" && isWord) {
    code(5, value);
  } else if ((typeof role === "object" || role === "wrapper" || role === "list") && !isBool && !isNumber) {
    const rank = (isText ? role.text : 20) + depth;
    if (fault.text === undefined || rank < members.rank) {
      fault.diagnostics ??= fault.text;
      fault.text = value;
      members.rank = rank;
    } else if (fault.diagnostics === undefined && fault.text !== value) {
      fault.diagnostics = value;
    }
  } else if (role === "title") {
    fault.title ??= value;
  } else if (role === "diagnostics") {
    fault.diagnostics = value;
  } else if (role === "severity") {
    fault.severity = value;
  } else if (role === "field") {
    addField(fault, value);
  } else if (role === "elementField") {
    if (isWord && item.name === "name" && isErrorName(value, isElement)) {
      code(2, value);
    } else if (isElement && !isPartOfRequest(value)) {
      addField(fault, value);
    }
  } else if ((role === "fields" || role === "source") && isElement) {
    fault.fields.push(value);
  }
}

function addField(fault: Fault, value: string): void {
  if (!fault.fields.includes(value)) {
    fault.fields.push(value);
  }
}

/** Orders the codes, and chooses the text. */
export function finish({ fault, codes }: Members): Fault {
  const ordered = [...codes].sort((one, other) => one.rank - other.rank);
  for (const { code } of ordered.slice(0, MAX_CODES)) {
    if (!fault.codes.some((known) => known.code === code.code)) {
      fault.codes.push(code);
    }
  }
  if (fault.text === undefined) {
    fault.text = fault.title;
    fault.title = undefined;
  }
  if (fault.diagnostics === fault.text) {
    fault.diagnostics = undefined;
  }
  return fault;
}
