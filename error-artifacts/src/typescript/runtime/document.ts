/** The values of a body at the places of a catalog, as a flat list: JSON and XML are parsed into the same form. */

import type { Catalog } from "./catalog.js";
import { compactJson } from "./grammar.js";
import { unescapeAttribute, unescapeContent, unescapeJson } from "./unescape.js";

/** The largest number of nodes of a body. */
export const MAX_NODES = 8_192;

/** The largest depth of nested containers; deeper ones are skipped. */
export const MAX_DEPTH = 64;

/** The number of node visits for one response; after them, all nodes count as absent. */
const MAX_WORK = 8_000_000;

/** The kind of a node: a string with escapes is `escaped`, the text of an XML element `content`. */
export type Kind = "object" | "string" | "escaped" | "array" | "bare" | "null" | "attribute" | "content";

/** The start and end of a part of the text. */
export type Span = readonly [start: number, end: number];

/** A value or an object. An array that no leaf reads as one value has no node: its elements have its place. */
export interface Node {
  readonly place: number;
  kind: Kind;
  /** Whether the end of the object was found. */
  closed: boolean;
  /** The number of the first node after this one and all nodes in it. */
  next: number;
  span: Span;
}

/** The reason why parsing ended too early: the text ended, a syntax error, or the limit of nodes. */
export type StopReason = "end" | "syntax" | "full";

/** Ends parsing. */
export class Stop {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    this.reason = reason;
  }
}

/** Runs a parser; returns the reason why it stopped. */
export function stopped(parse: () => void): StopReason | undefined {
  try {
    parse();
    return undefined;
  } catch (stop) {
    if (stop instanceof Stop) {
      return stop.reason;
    }
    throw stop;
  }
}

/** The nodes of a body, or of an object in it: the first, and the first after it. */
export type Extent = readonly [first: number, end: number];

/** A body that was parsed as far as possible. */
export class Document {
  readonly catalog: Catalog;
  readonly text: string;
  /** The position at which the body starts in the text. */
  readonly start: number;
  readonly xml: boolean;
  readonly nodes: Node[] = [];
  stop: StopReason | undefined;
  /** There are small syntax errors: a missing or extra comma, or text after the end. */
  sloppy = false;
  /** A container was too deep and was skipped. */
  tooDeep = false;
  /** An object has two members of one name. */
  duplicates = false;
  #byPlace: Map<number, number[]> | undefined;
  /** The texts and the JSON of nodes: all entries are compared with the same ones. */
  readonly #values: Map<number, string | undefined> = new Map();
  readonly #json: Map<number, string | undefined> = new Map();
  #work = 0;

  constructor(catalog: Catalog, text: string, start: number, xml: boolean) {
    this.catalog = catalog;
    this.text = text;
    this.start = start;
    this.xml = xml;
  }

  /** Adds a node; objects are closed later. */
  push(place: number, kind: Kind, span: Span): number {
    if (this.nodes.length >= MAX_NODES) {
      throw new Stop("full");
    }
    const id = this.nodes.length;
    this.nodes.push({ place, kind, closed: kind !== "object" && kind !== "array", next: id + 1, span });
    return id;
  }

  /** Closes an object: all later nodes so far are in it. `whole` is whether its end was found. */
  close(id: number, whole: boolean): void {
    const node = this.nodes[id];
    if (node) {
      node.next = this.nodes.length;
      node.closed = whole;
    }
  }

  /** Closes an object or an array of JSON at a position in the text. */
  closeAt(id: number, end: number | undefined): void {
    this.close(id, end !== undefined);
    const node = this.nodes[id];
    if (node) {
      node.span = [node.span[0], end ?? node.span[1]];
    }
  }

  /** Closes an object that is an element of XML, with the text in it. */
  closeWith(id: number, text: Span): void {
    this.close(id, true);
    const node = this.nodes[id];
    if (node) {
      node.kind = "content";
      node.span = text;
    }
  }

  /** Turns an object into a value, and removes the nodes in it. */
  flatten(id: number, kind: Kind, span: Span): void {
    this.nodes.length = Math.min(this.nodes.length, id + 1);
    const node = this.nodes[id];
    if (node) {
      node.kind = kind;
      node.span = span;
    }
    this.close(id, true);
  }

  /** Removes a node and all later ones. */
  dropFrom(id: number): void {
    this.nodes.length = Math.min(this.nodes.length, id);
  }

  node(id: number): Node | undefined {
    return this.nodes[id];
  }

  /** The position of the first character of a node. */
  startOf(node: Node): number {
    const tag = node.kind === "content" && node.span[0] > 0 ? this.text.lastIndexOf("<", node.span[0] - 1) : -1;
    return tag < 0 ? node.span[0] : tag;
  }

  /** Whether the body may have more values than were read. */
  get isOpen(): boolean {
    return this.stop !== undefined || this.tooDeep;
  }

  /** The text of a value; `undefined` for objects and `null`. */
  value(id: number): string | undefined {
    return once(this.#values, id, () => this.#valueOf(id));
  }

  #valueOf(id: number): string | undefined {
    const node = this.nodes[id];
    if (!node) {
      return undefined;
    }
    const raw = this.text.slice(node.span[0], node.span[1]);
    switch (node.kind) {
      case "string":
      case "bare":
        return raw;
      case "escaped":
        return unescapeJson(raw);
      case "attribute":
        return unescapeAttribute(raw);
      case "content":
        return unescapeContent(raw);
      default:
        return undefined;
    }
  }

  /** A node of JSON as canonical JSON; `undefined` if its end is missing. */
  json(id: number): string | undefined {
    return once(this.#json, id, () => this.#jsonOf(id));
  }

  #jsonOf(id: number): string | undefined {
    const node = this.nodes[id];
    if (!node?.closed || node.kind === "attribute" || node.kind === "content") {
      return undefined;
    }
    // The span of a string is without its quotes.
    const quote = node.kind === "string" || node.kind === "escaped" ? 1 : 0;
    return compactJson(this.text.slice(node.span[0] - quote, node.span[1] + quote));
  }

  /** Whether the node is a value: neither an object, an array nor `null`. */
  isValue(id: number): boolean {
    const kind = this.nodes[id]?.kind;
    return kind !== undefined && kind !== "object" && kind !== "array" && kind !== "null";
  }

  get all(): Extent {
    return [0, this.nodes.length];
  }

  /** An object and the nodes in it. */
  inside(object: number): Extent {
    return [object, this.nodes[object]?.next ?? 0];
  }

  /** The nodes at a place in an extent, in order. */
  *at([first, end]: Extent, place: number): Generator<number, undefined> {
    this.#byPlace ??= this.#index();
    const listed = this.#byPlace.get(place) ?? [];
    let [low, high] = [0, listed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((listed[middle] ?? 0) < first) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (; ; low += 1) {
      this.#work += 1;
      const id = listed[low];
      if (this.#work > MAX_WORK || id === undefined || id >= end) {
        return undefined;
      }
      yield id;
    }
  }

  /** Whether the limit of node visits was reached. */
  get isExhausted(): boolean {
    return this.#work > MAX_WORK;
  }

  #index(): Map<number, number[]> {
    const index = new Map<number, number[]>();
    this.nodes.forEach(({ place }, id) => {
      const all = index.get(place);
      if (all) {
        all.push(id);
      } else {
        index.set(place, [id]);
      }
    });
    return index;
  }

  /** The nodes at a place in an extent that are not inside another one there. */
  *outermost(extent: Extent, place: number): Generator<number, undefined> {
    let behind = 0;
    for (const id of this.at(extent, place)) {
      if (id >= behind) {
        behind = this.nodes[id]?.next ?? behind;
        yield id;
      }
    }
  }

  /** The first value at a place in an extent. */
  first(extent: Extent, place: number): number | undefined {
    for (const id of this.at(extent, place)) {
      if (this.isValue(id)) {
        return id;
      }
    }
    return undefined;
  }
}

/** The known result for a key, or that of `find`. */
function once<R>(known: Map<number, R | undefined>, key: number, find: () => R | undefined): R | undefined {
  if (!known.has(key)) {
    known.set(key, find());
  }
  return known.get(key);
}
