/** Parses XML into a tree of all its elements and attributes: that of the same body in JSON. */

import { MAX_DEPTH, Stop, stopped } from "./document.js";
import { trim } from "./text.js";
import { Tree } from "./tree.js";
import { unescapeAttribute, unescapeMarkup } from "./unescape.js";
import { XmlReader } from "./xml.js";

/** Parses a text that should be one XML element, as far as possible. */
export function xmlTree(text: string): Tree {
  const builder = new Builder(text, 0);
  // The tree has all elements before an error; the notes about it come from the document.
  stopped(() => {
    builder.prolog();
    builder.element(0);
  });
  return builder.tree;
}

class Builder extends XmlReader {
  readonly tree: Tree = new Tree();
  #text: string | undefined;

  element(depth: number): void {
    if (depth >= MAX_DEPTH) {
      throw new Stop("syntax");
    }
    const start = this.at;
    this.at += 1;
    const id = this.tree.push(this.slice(this.name()), "null", start, undefined);
    const around = this.#text;
    this.#text = undefined;
    try {
      if (!this.#attributes()) {
        this.#content(depth);
      }
    } finally {
      this.tree.close(id);
      const hasMembers = this.tree.children(id).length > 0;
      this.tree.set(id, this.#text !== undefined ? "value" : hasMembers ? "object" : "null", this.#text);
      this.#text = around;
    }
  }

  /** Parses attributes up to the end of the tag; returns whether the element is empty. */
  #attributes(): boolean {
    for (;;) {
      this.space();
      if (this.starts("/>") || this.starts(">")) {
        const isEmpty = this.starts("/>");
        this.at += isEmpty ? 2 : 1;
        return isEmpty;
      }
      const start = this.at;
      const isNamespace = this.starts("xmlns");
      const name = this.slice(this.name());
      this.behind("=");
      const value = unescapeAttribute(this.slice(this.quoted()));
      if (name === "value") {
        this.#text = value;
      } else if (!isNamespace) {
        this.tree.close(this.tree.push(name, "value", start, value));
      }
    }
  }

  #content(depth: number): void {
    for (;;) {
      const start = this.at;
      const found = this.text.indexOf("<", start);
      if (found < 0) {
        throw new Stop("end");
      }
      this.at = found;
      const literal = trim(this.text.slice(start, found));
      if (literal !== "") {
        this.#text ??= unescapeMarkup(literal);
      }
      if (this.starts("<!--")) {
        this.behind("-->");
      } else if (this.starts("<![CDATA[")) {
        const from = this.at + 9;
        this.behind("]]>");
        const data = trim(this.text.slice(from, this.at - 3));
        if (data !== "") {
          this.#text ??= data;
        }
      } else if (this.starts("<?")) {
        this.behind("?>");
      } else if (this.starts("</")) {
        this.behind(">");
        return;
      } else {
        this.element(depth + 1);
      }
    }
  }
}
