/** The input of decoding: a response, its parsed body, and one issue of it. */

import { BODY, flag, role, usual } from "./catalog.js";
import type { Catalog, Entry, Leaf, Response, Shape } from "./catalog.js";
import type { Document, Extent } from "./document.js";
import type { Received } from "./received.js";
import { cut, essence, isSame, trim, trimStart } from "./text.js";
import { unescapeMarkup } from "./unescape.js";

/** The largest number of issues of one response. */
export const MAX_ISSUES = 256;

/** The region of the body, and that of the issues of an OperationOutcome. */
const BODY_REGION = 0;
const ISSUE_REGION = 1;

/** The number of bytes of a page that are searched for an entry's texts. */
const MAX_PAGE = 64 << 10;

/** Names of FHIR's formats (https://hl7.org/fhir/http.html#mime-type) and of problem details. */
const TYPES: { readonly [format: string]: readonly [own: readonly string[], xml: readonly string[]] } = {
  "operation-outcome": [
    ["application/fhir+json", "application/json+fhir", "application/json", "text/json"],
    ["application/fhir+xml", "application/xml+fhir", "application/xml", "text/xml"],
  ],
  problem: [
    ["application/problem+json", "application/json", "text/json"],
    ["application/problem+xml", "application/xml", "text/xml"],
  ],
};

/** A response with its parsed body. */
export class Subject {
  readonly catalog: Catalog;
  readonly received: Received;
  readonly text: string;
  /** The media type of `Content-Type`, without parameters. */
  readonly type: string;
  /** The body, if it is JSON or XML. */
  readonly document: Document | undefined;
  /** The status as text. */
  readonly status: string;
  /** The region that is repeated, if the body has elements of it. */
  #repeated = -1;
  /** The region of the issues; it can be outside of all templates. */
  region: number = BODY_REGION;
  /** The number of issues. */
  count = 0;
  tooMany = false;
  /** The body is an OperationOutcome by its `resourceType`. */
  isOutcome = false;
  /** The responses whose shape the body can have; none without a document. */
  shapes: readonly (readonly [response: Response, shape: Shape])[] = [];
  /** A bit for each role of a leaf of these shapes. */
  roles = 0;
  #page: string | undefined;

  constructor(catalog: Catalog, received: Received, text: string, type: string, document: Document | undefined) {
    this.catalog = catalog;
    this.received = received;
    this.text = text;
    this.type = type;
    this.document = document;
    this.status = String(received.status);
    if (!document) {
      return;
    }
    const resourceType = document.first(document.all, catalog.usual(BODY_REGION, usual.resourceType));
    this.isOutcome = resourceType !== undefined && document.value(resourceType) === "OperationOutcome";
    this.take(document, this.regions(document)[0]);
  }

  /** The repeated regions of which the body has elements. */
  regions(document: Document): readonly number[] {
    // The place of a list is that of its elements, so a body that is not a list has none.
    const isList = !document.xml && trimStart(document.text.slice(document.start)).startsWith("[");
    const found = this.catalog.responses.flatMap(({ format, shape }) => {
      const region = shape?.region ?? -1;
      const isRead = region >= 0 && (document.xml || format !== "xml") && (isList || this.catalog.regionPlace(region) !== BODY);
      return isRead && this.#hasElements(document, region) ? [region] : [];
    });
    return [...new Set(found)];
  }

  /** Reads the body in a form: with the elements of a repeated region, or without. */
  take(document: Document, form: number | undefined): void {
    [this.#repeated, this.region, this.count, this.tooMany] = [form ?? -1, BODY_REGION, 0, false];
    const region = form ?? (this.isOutcome ? ISSUE_REGION : undefined);
    if (region !== undefined) {
      this.region = region;
      this.#countIssues(document);
    }
    this.shapes = this.catalog.responses.flatMap((response) => {
      const shape = this.shapeOf(response);
      return shape ? [[response, shape] as const] : [];
    });
    this.roles = this.shapes.reduce((bits, [, shape]) => bits | shape.roles, 0);
  }

  #countIssues(document: Document): void {
    for (const id of document.at(document.all, this.catalog.regionPlace(this.region))) {
      this.tooMany = this.count >= MAX_ISSUES;
      if (this.tooMany) {
        break;
      }
      this.count += isIssue(document, id) ? 1 : 0;
    }
    // `null` alone is the same as no elements.
    this.count = this.#hasElements(document, this.region) ? this.count : 0;
  }

  #hasElements(document: Document, region: number): boolean {
    const all = [...document.at(document.all, this.catalog.regionPlace(region))];
    return all.some((id) => isIssue(document, id) && document.node(id)?.kind !== "null");
  }

  /** The issues of the body, if there are any. */
  issues(): number[] {
    const { document } = this;
    if (!document || this.count === 0) {
      return [];
    }
    const all = [...document.at(document.all, this.catalog.regionPlace(this.region))];
    return all.filter((id) => isIssue(document, id)).slice(0, this.count);
  }

  /** The start of the text, with decoded character references. */
  get page(): string {
    this.#page ??= unescapeMarkup(cut(this.text, MAX_PAGE));
    return this.#page;
  }

  /** Whether there is no body to compare: the method is `HEAD`, or the body was lost. */
  get hasNoBody(): boolean {
    return this.received.isHead || this.isLost;
  }

  /** Whether a body was sent, and no part of it was received. */
  get isLost(): boolean {
    return trim(this.text) === "" && this.received.end !== "complete";
  }

  /** Whether the response has several errors. */
  get several(): boolean {
    return this.count > 1;
  }

  /** Whether shape and body have the same repeated region, or none. A body can lack the elements if it has a code outside of them. */
  hasFormOf(shape: Shape): boolean {
    if (shape.region < 0) {
      return this.count === 0;
    }
    return this.#repeated < 0 ? this.count === 0 && this.#hasOuterCode(shape) : shape.region === this.#repeated;
  }

  #hasOuterCode(shape: Shape): boolean {
    const { document } = this;
    return shape.withRole(role.code).some((leaf) => {
      return document !== undefined && !(leaf.flags & flag.repeated) && document.first(document.all, leaf.place) !== undefined;
    });
  }

  /** The shape of a response, if the body can have it. */
  shapeOf(response: Response): Shape | undefined {
    const isJson = this.document !== undefined && !this.document.xml;
    const shape = isJson && response.format === "xml" ? undefined : response.shape;
    return shape && this.hasFormOf(shape) ? shape : undefined;
  }

  /** Whether `Content-Type` is that of the response; `undefined` without the header. */
  agreesInType(entry: Entry): boolean | undefined {
    const { type, format } = entry.response;
    if (this.type === "" || type === "") {
      return undefined;
    }
    const [own = [], xml = []] = TYPES[format] ?? [];
    const names = this.document?.xml ? xml : !this.document && this.received.isHead ? [...own, ...xml] : own;
    return isSame(essence(type), this.type) || names.some((name) => isSame(name, this.type));
  }
}

/** Whether an element is an issue: a string of JSON has no members to read, and an element of XML has its text. */
function isIssue(document: Document, id: number): boolean {
  const kind = document.node(id)?.kind;
  return kind === "object" || kind === "null" || kind === "content";
}

/** The part of the body for one error: an issue or the whole body. */
export class Focus {
  readonly subject: Subject;
  /** The issue. */
  readonly element: number | undefined;
  readonly #extent: Extent;

  constructor(subject: Subject, element?: number) {
    const { document } = subject;
    this.subject = subject;
    this.element = element;
    this.#extent = !document ? [0, 0] : element === undefined ? document.all : document.inside(element);
  }

  /** The nodes among which a leaf is searched. */
  #extentOf(leaf: Leaf): Extent | undefined {
    const { document } = this.subject;
    if (!document) {
      return undefined;
    }
    return leaf.flags & flag.repeated ? (this.element === undefined ? undefined : this.#extent) : document.all;
  }

  /** The nodes of a leaf, or those at a place on its path. */
  nodes(leaf: Leaf, place: number = leaf.place): Iterable<number> {
    const extent = this.#extentOf(leaf);
    return extent ? (this.subject.document?.at(extent, place) ?? []) : [];
  }

  /** The nodes of a leaf that are not inside another one of it. */
  outermost(leaf: Leaf): Iterable<number> {
    const extent = this.#extentOf(leaf);
    return extent ? (this.subject.document?.outermost(extent, leaf.place) ?? []) : [];
  }

  /** The nodes of a leaf of another shape that are not inside a value of this one that can be an array or an object. */
  outsideValues(leaf: Leaf, shape: Shape): Iterable<number> {
    const wholes = shape.leaves.filter((whole) => whole.flags & flag.json);
    if (wholes.some((whole) => this.subject.catalog.isBelow(leaf.place, whole.place))) {
      return [];
    }
    // The elements of an array have its place.
    return wholes.some((whole) => whole.place === leaf.place) ? this.outermost(leaf) : this.nodes(leaf);
  }

  /** The text of a value. */
  text(value: number | undefined): string | undefined {
    return value === undefined ? undefined : this.subject.document?.value(value);
  }

  /** The first value of a leaf. */
  value(leaf: Leaf): number | undefined {
    const extent = this.#extentOf(leaf);
    return extent && this.subject.document?.first(extent, leaf.place);
  }

  /** Whether the value of a leaf may be in a part that was cut off. */
  isCut(leaf: Leaf): boolean {
    if (!this.#extentOf(leaf)) {
      return false;
    }
    return leaf.flags & flag.repeated ? this.isOpen : (this.subject.document?.isOpen ?? false);
  }

  /** Whether the end of the issue or body is missing. */
  get isOpen(): boolean {
    const { document } = this.subject;
    if (!document) {
      return false;
    }
    return this.element === undefined ? document.isOpen : document.tooDeep || !document.node(this.element)?.closed;
  }

  /** The place of a usual path. */
  usualPlace(path: number): number {
    return this.subject.catalog.usual(this.element === undefined ? BODY_REGION : this.subject.region, path);
  }

  /** The nodes at a usual path. */
  usual(path: number): Iterable<number> {
    return this.subject.document?.at(this.#extent, this.usualPlace(path)) ?? [];
  }

  /** The first value at a usual path. */
  usualValue(path: number): number | undefined {
    return this.subject.document?.first(this.#extent, this.usualPlace(path));
  }

  /** The first value of a leaf with this role, in the best shape. An element whose template has such a leaf has its own value or none. */
  byRole(wanted: number): number | undefined {
    if (((this.subject.roles >>> wanted) & 1) === 0) {
      return undefined;
    }
    let best: readonly [shape: Shape, value: number] | undefined;
    for (const [, shape] of this.subject.shapes) {
      const isOfBody = this.element !== undefined && shape.repeats(wanted);
      const leaves = shape.withRole(wanted).filter((leaf) => !(isOfBody && !(leaf.flags & flag.repeated)));
      const value = firstOf(leaves, (leaf) => this.value(leaf));
      if (value !== undefined && (!best || this.#score(shape) > this.#score(best[0]))) {
        best = [shape, value];
      }
    }
    return best?.[1];
  }

  /** Whether a response with this shape writes a leaf for the body or for another error than this one. */
  isOfOthers(leaf: Leaf, shape: Shape): boolean {
    const isRepeated = (leaf.flags & flag.repeated) !== 0;
    if (this.element === undefined || isRepeated) {
      return isRepeated && this.element === undefined;
    }
    // The body around several errors has the texts of the first.
    const depends = leaf.role !== role.none || (leaf.flags & flag.identity) !== 0;
    return depends && (this.subject.several || this.hasOwn(shape, leaf.role));
  }

  /** Whether the element itself has a value with this role. */
  hasOwn(shape: Shape, wanted: number): boolean {
    const own = shape.withRole(wanted).filter((leaf) => leaf.flags & flag.repeated);
    return wanted !== role.none && this.element !== undefined && own.some((leaf) => this.value(leaf) !== undefined);
  }

  /** The score of a shape: leaves that are present, minus leaves that are absent. */
  #score(shape: Shape): number {
    const leaves = shape.leaves.filter((leaf) => leaf.role !== role.expression && leaf.role !== role.location);
    return leaves.reduce((sum, leaf) => sum + (this.value(leaf) === undefined ? -1 : 1), 0);
  }

  /** The response that fits the body best, if one fits. */
  bestResponse(): Response | undefined {
    let best: readonly [shape: Shape, response: Response] | undefined;
    for (const [response, shape] of this.subject.shapes) {
      const isThere = shape.leaves.some((leaf) => this.value(leaf) !== undefined);
      if (isThere && (!best || this.#score(shape) > this.#score(best[0]))) {
        best = [shape, response];
      }
    }
    return best?.[1];
  }
}

/** The first result that is not `undefined`. */
export function firstOf<T, R>(all: Iterable<T>, find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
