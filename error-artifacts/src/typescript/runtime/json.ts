/** A JSON parser for incomplete and invalid bodies: it keeps every value that was complete. */

import type { Catalog } from "./catalog.js";
import { BODY } from "./catalog.js";
import { Document, MAX_DEPTH, Stop, stopped } from "./document.js";
import type { Kind } from "./document.js";
import { isNumber } from "./grammar.js";
import { Tree } from "./tree.js";
import { unescapeJson } from "./unescape.js";

/** Parses the JSON value between two positions of a text, along the places of a catalog. */
export function parseJson(catalog: Catalog, text: string, start: number = 0, end: number = text.length): Document {
  const document = new Document(catalog, text.slice(0, end), start, false);
  const reader = new Reader(document.text, document);
  reader.at = start;
  document.stop = stopped(() => {
    reader.value(BODY, 0);
    reader.space();
    document.sloppy ||= reader.at < document.text.length;
  });
  return document;
}

/** The position behind the closing quote of a string whose content starts at a position; -1 if it has none. */
export function behindString(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      return at + 1;
    }
    if (code === 92) {
      at += 1;
    }
  }
  return -1;
}

/** Parses a text that should be one JSON value into a tree of all its members, as far as possible. */
export function jsonTree(catalog: Catalog, text: string): Tree {
  const tree = new Tree();
  const reader = new Reader(text, new Document(catalog, text, 0, false));
  const value = (name: string, depth: number): void => {
    reader.space();
    const start = reader.at;
    const first = text[start];
    if (first === '"') {
      const raw = reader.string();
      tree.push(name, "value", start, unescapeJson(raw));
    } else if ((first === "{" || first === "[") && depth >= MAX_DEPTH) {
      reader.skip();
    } else if (first === "{" || first === "[") {
      const id = tree.push(name, first === "{" ? "object" : "list", start, undefined);
      reader.at += 1;
      try {
        for (let isFirst = true; reader.next(first === "{" ? "}" : "]", isFirst); isFirst = false) {
          value(first === "{" ? reader.name() : "", depth + 1);
        }
      } finally {
        tree.close(id);
      }
    } else {
      const kind = reader.bare();
      tree.push(name, kind === "null" ? "null" : "value", start, kind === "null" ? undefined : text.slice(start, reader.at));
    }
  };
  // The tree has all values before an error; the notes about it come from the document.
  stopped(() => value("", 0));
  return tree;
}

class Reader {
  at = 0;
  readonly #text: string;
  readonly #document: Document;

  constructor(text: string, document: Document) {
    this.#text = text;
    this.#document = document;
  }

  space(): void {
    while (this.at < this.#text.length && " \t\n\r".includes(this.#text[this.at] ?? "")) {
      this.at += 1;
    }
  }

  /** Parses the value at a place. */
  value(place: number, depth: number): void {
    this.space();
    const [text, document] = [this.#text, this.#document];
    const start = this.at;
    const first = text[start];
    if (first === undefined) {
      throw new Stop("end");
    }
    if (first === '"') {
      const raw = this.string();
      const kind: Kind = raw.includes("\\") ? "escaped" : "string";
      document.push(place, kind, [start + 1, this.at - 1]);
    } else if ((first === "{" || first === "[") && depth >= MAX_DEPTH) {
      this.skip();
    } else if (first === "{" || (first === "[" && document.catalog.isWhole(place))) {
      this.at += 1;
      const id = document.push(place, first === "{" ? "object" : "array", [start, this.at]);
      let end: number | undefined;
      try {
        if (first === "{") {
          this.#members(place, depth);
        } else {
          this.#elements(place, depth);
        }
        end = this.at;
      } finally {
        document.closeAt(id, end);
      }
    } else if (first === "[") {
      this.at += 1;
      this.#elements(place, depth);
    } else {
      const kind = this.bare();
      document.push(place, kind, [start, this.at]);
    }
  }

  #elements(place: number, depth: number): void {
    for (let first = true; this.next("]", first); first = false) {
      this.value(place, depth + 1);
    }
  }

  #members(place: number, depth: number): void {
    const { catalog } = this.#document;
    const start = catalog.table.places[place]?.[2] ?? 0;
    const seen = new Set<number>();
    for (let first = true; this.next("}", first); first = false) {
      const child = catalog.child(place, this.name());
      if (child === undefined) {
        this.#pass(depth + 1);
        continue;
      }
      // Only the first 64 places are compared.
      if (child - start < 64) {
        this.#document.duplicates ||= seen.has(child);
        seen.add(child);
      }
      this.value(child, depth + 1);
    }
  }

  /** Moves to the next member or element; returns `false` after the closing bracket. */
  next(close: string, first: boolean): boolean {
    let commas = 0;
    for (;;) {
      this.space();
      const mark = this.#text[this.at];
      if (mark === undefined) {
        throw new Stop("end");
      }
      if (mark === ",") {
        commas += 1;
        this.at += 1;
      } else if (mark === close) {
        this.#document.sloppy ||= commas > 0;
        this.at += 1;
        return false;
      } else {
        this.#document.sloppy ||= commas !== (first ? 0 : 1);
        return true;
      }
    }
  }

  /** Parses the name and colon of a member. */
  name(): string {
    if (this.#text[this.at] !== '"') {
      throw new Stop("syntax");
    }
    const raw = this.string();
    this.space();
    const mark = this.#text[this.at];
    if (mark !== ":") {
      throw new Stop(mark === undefined ? "end" : "syntax");
    }
    this.at += 1;
    return unescapeJson(raw);
  }

  /** Parses a string; returns the text between its quotes. */
  string(): string {
    const end = behindString(this.#text, this.at + 1);
    if (end < 0) {
      throw new Stop("end");
    }
    const raw = this.#text.slice(this.at + 1, end - 1);
    this.at = end;
    return raw;
  }

  /** Parses a number, `true`, `false` or `null`. */
  bare(): Kind {
    const word = /[0-9A-Za-z+\-.]*/y;
    word.lastIndex = this.at;
    const found = word.exec(this.#text)?.[0] ?? "";
    const start = this.at;
    // At the end of the text it may be incomplete: 40 of 404.
    if (start + found.length === this.#text.length && start > 0) {
      throw new Stop("end");
    }
    if (found !== "null" && found !== "true" && found !== "false" && !isNumber(found)) {
      throw new Stop("syntax");
    }
    this.at += found.length;
    return found === "null" ? "null" : "bare";
  }

  /** Skips a value at a place that the catalog does not have, with the same syntax checks. */
  #pass(depth: number): void {
    const around: string[] = [];
    for (;;) {
      this.space();
      const first = this.#text[this.at];
      let isFirst = false;
      if (first === undefined) {
        throw new Stop("end");
      }
      if (first === '"') {
        this.string();
      } else if ((first === "{" || first === "[") && depth + around.length >= MAX_DEPTH) {
        this.skip();
      } else if (first === "{" || first === "[") {
        around.push(first === "{" ? "}" : "]");
        this.at += 1;
        isFirst = true;
      } else {
        this.bare();
      }
      for (;;) {
        const close = around.at(-1);
        if (close === undefined) {
          return;
        }
        if (this.next(close, isFirst)) {
          if (close === "}") {
            this.name();
          }
          break;
        }
        around.pop();
        isFirst = false;
      }
    }
  }

  /** Skips a container that is too deep, without checking its content. */
  skip(): void {
    this.#document.tooDeep = true;
    let depth = 0;
    while (this.at < this.#text.length) {
      const mark = this.#text[this.at];
      if (mark === '"') {
        this.string();
      } else {
        this.at += 1;
        depth += mark === "{" || mark === "[" ? 1 : mark === "}" || mark === "]" ? -1 : 0;
      }
      if (depth === 0) {
        return;
      }
    }
    throw new Stop("end");
  }
}
