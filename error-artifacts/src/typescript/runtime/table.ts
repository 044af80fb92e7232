/** The table of a catalog, as the generator writes it. Numbers refer to positions in lists; -1 is "none". */

/**
 * A step of a program: a text, the number of a text of the entry's row, or an operation.
 *
 * Operations: `[3, argument, escape]` a value; `[4 | 5, argument, escape, before, after]` an optional value with the texts around it;
 * `[9 | 15, argument, steps]` a condition of the next steps; `[10, 0, steps]` skips steps; `[14, 0]` there is no text after all.
 */
export type Step = string | number | readonly [op: number, argument: number, number?: number, before?: string, after?: string];

/** The program of a text. */
export type Program = readonly Step[];

/** The name of a member, its parent, its first child, the number of children, and 1 if an array or object is read as one value. */
export type PlaceRow = readonly [name: string, parent: number, first: number, count: number, whole: number];

/** A value in a template: place, number, flags, role, shared program, and the places of the system and the display of a code. */
export type LeafRow = readonly [
  place: number,
  number: number,
  flags: number,
  role: number,
  program: number,
  system: number,
  display: number,
];

/** The region that is repeated, and the leaves. */
export type ShapeRow = readonly [region: number, leaves: readonly LeafRow[]];

/** Name, media type, format, 1 if its errors are in band, and the shape of its body. */
export type ResponseRow = readonly [name: string, type: string, format: Format, inBand: number, shape?: ShapeRow];

/** The programs of the leaves that are not shared, the headers, the body if it is one text, and its message. */
export type FormRow = readonly [
  leaves: readonly number[],
  headers: readonly (readonly [name: string, program: number])[],
  body?: number,
  message?: number,
];

/** Name, type, 1 if it is optional, and the values of an `enum`. A parameter that is not public has no name. */
export type ParameterRow = readonly [name: string, type: ParameterType, optional: number, values?: readonly string[]];

/** What most entries do not have. */
export interface More {
  /** The lowest and the highest status that is forwarded. */
  readonly range?: readonly [from: number, to: number];
  /** All statuses, if there are several. */
  readonly statuses?: readonly number[];
  readonly aliases?: readonly string[];
  readonly methods?: readonly string[];
  /** Positions in the list of endpoints. */
  readonly endpoints?: readonly number[];
  readonly parameters?: readonly ParameterRow[];
}

/** An entry. The delay of the retry class is in milliseconds, or -1; the row has its own texts. */
export type EntryRow = readonly [
  name: string,
  code: string | number | null,
  status: number,
  response: number,
  severity: Severity,
  issueType: string,
  retry: RetryClass | "",
  delay: number,
  form: number,
  row: readonly string[],
  more?: More,
];

/** An entry in another language: its position, form and row. */
export type TranslationRow = readonly [entry: number, form: number, row: readonly string[]];

/** Everything about a catalog that the decoder reads. */
export interface Table {
  readonly name: string;
  /** Headers that have the id of the request. */
  readonly requestIds: readonly string[];
  readonly places: readonly PlaceRow[];
  /** The place of a region, and the places of the usual paths in it. */
  readonly regions: readonly (readonly number[])[];
  readonly responses: readonly ResponseRow[];
  readonly programs: readonly Program[];
  readonly forms: readonly FormRow[];
  /** Automata that match paths. */
  readonly endpoints: readonly (readonly number[])[];
  readonly entries: readonly EntryRow[];
  readonly translations: readonly TranslationRow[];
}

/** The texts of an entry for people: instructions for operators, and a text for end users. */
export type TextRow = readonly [action: string | null, userMessage: string | null];

/** The texts of a catalog for people: of each entry, and in other languages the texts for end users. */
export interface Texts {
  readonly entries: readonly TextRow[];
  readonly language: string;
  readonly languages: { readonly [language: string]: readonly (string | null)[] };
}

/** The format of a response. */
export type Format = "json" | "text" | "empty" | "operation-outcome" | "problem" | "xml";

/** A severity of FHIR (https://hl7.org/fhir/valueset-issue-severity.html). */
export type Severity = "fatal" | "error" | "warning" | "information" | "success";

/** Whether and how the same request may be sent again. */
export type RetryClass = "never" | "immediate" | "after" | "backoff" | "manual";

/** The type of a parameter. */
export type ParameterType =
  | "string"
  | "integer"
  | "decimal"
  | "boolean"
  | "uri"
  | "date-time"
  | "display"
  | "token"
  | "uuid"
  | "enum"
  | "json"
  | "string[]"
  | "integer[]";
