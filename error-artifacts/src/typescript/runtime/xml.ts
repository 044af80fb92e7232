/**
 * A parser for XML: FHIR resources (https://hl7.org/fhir/xml.html), whose values are attributes, and all other documents.
 *
 * Names are compared without prefixes. It knows the five entities of XML and rejects declarations, so entities cannot expand.
 */

import type { Catalog } from "./catalog.js";
import { BODY } from "./catalog.js";
import { Document, MAX_DEPTH, Stop, stopped } from "./document.js";
import type { Kind, Span, StopReason } from "./document.js";
import { behindLast, behindSpace, beforeSpace, isSame, isSpaceAt, trim, trimStart } from "./text.js";

/** Elements that a page or a piece of one can start with. */
const HTML = /*#__PURE__*/
  "head body title meta link script style p div span h1 h2 h3 h4 h5 h6 a b i u em strong br hr pre center font table ul".split(" ");

/** Whether a text that starts with `<` is XML, and not a page. */
export function isXml(text: string): boolean {
  const reader = new XmlReader(text, 0);
  const isDeclared = trimStart(text).startsWith("<?xml");
  if (stopped(() => reader.prolog()) !== undefined) {
    return isDeclared;
  }
  const name = behindLast(/^[^ \t\n\f\r>/]*/.exec(text.slice(reader.at + 1))?.[0] ?? "", ":");
  const isHtml = reader.html || isSame(name, "html");
  const isPiece = !isDeclared && HTML.some((known) => isSame(name, known));
  return /^[\p{Alphabetic}_]/u.test(name) && !isHtml && !isPiece;
}

/** Parses the XML element between two positions of a text, along the places of a catalog. */
export function parseXml(catalog: Catalog, text: string, start: number = 0, end: number = text.length): Document {
  const document = new Document(catalog, text.slice(0, end), start, true);
  const parser = new Parser(document, start);
  document.stop = stopped(() => {
    parser.prolog();
    parser.element({ place: BODY, id: undefined }, 0);
  });
  if (document.stop === undefined) {
    const behind = stopped(() => parser.prolog());
    document.sloppy ||= behind !== "end" || parser.at < document.text.length;
  }
  return document;
}

/** Reads names, spaces and what is before the first element. */
export class XmlReader {
  readonly text: string;
  at: number;
  /** The document type is HTML. */
  html = false;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  starts(mark: string): boolean {
    return this.text.startsWith(mark, this.at);
  }

  get isEnd(): boolean {
    return this.at >= this.text.length;
  }

  space(): void {
    this.at = behindSpace(this.text, this.at);
  }

  /** Moves after the next `end`. */
  behind(end: string): void {
    const found = this.text.indexOf(end, this.at);
    this.at = found < 0 ? this.text.length : found + end.length;
    if (found < 0) {
      throw new Stop("end");
    }
  }

  /** Moves to the next element: skips declarations, comments and the document type. */
  prolog(): void {
    for (;;) {
      this.space();
      if (this.isEnd) {
        throw new Stop("end");
      } else if (this.starts("<!--")) {
        this.behind("-->");
      } else if (this.starts("<?")) {
        this.behind("?>");
      } else if (this.starts("<!")) {
        const rest = this.text.slice(this.at);
        this.html ||= isSame(rest.slice(0, 9), "<!DOCTYPE") && isSame(trimStart(rest.slice(9)).slice(0, 4), "html");
        // Own declarations, which no FHIR resource has, could change the rest.
        const end = rest.search(/[>[]/);
        if (end < 0 || rest[end] === "[") {
          throw new Stop(end < 0 ? "end" : "syntax");
        }
        this.at += end + 1;
      } else if (this.starts("<")) {
        return;
      } else {
        throw new Stop("syntax");
      }
    }
  }

  /** Parses a name; returns it without its prefix. */
  name(): Span {
    const start = this.at;
    while (!isSpaceAt(this.text, this.at) && !"=>/<\"'".includes(this.text[this.at] ?? "\n")) {
      if (this.isEnd) {
        this.at = start;
        throw new Stop("end");
      }
      this.at += 1;
    }
    if (this.at === start) {
      throw new Stop("syntax");
    }
    const colon = this.text.slice(start, this.at).lastIndexOf(":");
    return [start + colon + 1, this.at];
  }

  slice(span: Span): string {
    return this.text.slice(span[0], span[1]);
  }

  /** Parses the value of an attribute between its quotes. */
  quoted(): Span {
    this.space();
    const quote = this.text[this.at];
    if (quote !== '"' && quote !== "'") {
      throw new Stop(quote === undefined ? "end" : "syntax");
    }
    this.at += 1;
    const begin = this.at;
    this.behind(quote);
    return [begin, this.at - 1];
  }
}

/** The element around another one: its place and its node. */
interface Around {
  readonly place: number | undefined;
  readonly id: number | undefined;
}

/** The attributes of an element. */
interface Attributes {
  value: Span | undefined;
  /** There is no other attribute. */
  bare: boolean;
  isEmpty: boolean;
}

class Parser extends XmlReader {
  readonly #document: Document;
  /** The root element is an OperationOutcome: its values are attributes. */
  #fhir = false;

  constructor(document: Document, start: number) {
    super(document.text, start);
    this.#document = document;
  }

  #child(place: number | undefined, name: string): number | undefined {
    return place === undefined ? undefined : this.#document.catalog.child(place, name);
  }

  /** Adds a node, if its place is in the catalog. */
  #push(place: number | undefined, kind: Kind, span: Span): number | undefined {
    return place === undefined ? undefined : this.#document.push(place, kind, span);
  }

  /** The place of an element in another one. In problem details, the elements of an array are elements `i` (RFC 9457, appendix B). */
  #placeIn(around: Around, name: string, depth: number): number | undefined {
    const own = this.#child(around.place, name);
    if (own !== undefined || this.#fhir || depth < 2 || name !== "i") {
      return own;
    }
    const node = around.id === undefined ? undefined : this.#document.node(around.id);
    if (node) {
      node.kind = "array";
    }
    return around.place;
  }

  /** Parses an element; returns whether it is a narrative. */
  element(around: Around, depth: number): boolean {
    const document = this.#document;
    const start = this.at;
    this.at += 1;
    const nameSpan = this.name();
    const name = this.slice(nameSpan);
    this.#fhir = depth === 0 ? name === "OperationOutcome" : this.#fhir;
    const place = depth === 0 ? around.place : this.#placeIn(around, name, depth);
    const id = this.#push(place, "object", [start, this.at]);
    if (depth === 0) {
      // `resourceType` is a member in JSON, and the name of the root in XML.
      this.#push(this.#child(place, "resourceType"), "content", nameSpan);
    }
    const attributes: Attributes = { value: undefined, bare: true, isEmpty: false };
    let text: Span | undefined;
    const stop = stopped(() => this.#attributes(place, attributes));
    if (stop === undefined && attributes.value !== undefined && this.#fhir && depth > 0) {
      if (id !== undefined) {
        document.flatten(id, "attribute", attributes.value);
      }
      if (!attributes.isEmpty) {
        this.#extensions(name, nameSpan, around.place, depth);
      }
      return false;
    }
    const read =
      stop ??
      stopped(() => {
        if (attributes.isEmpty) {
          text = this.#fhir ? undefined : [this.at, this.at];
        } else {
          text = this.#content(name, { place, id }, depth, attributes);
        }
      });
    if (id !== undefined) {
      this.#finish(id, attributes.value, attributes.bare && depth > 0, text, read);
    }
    if (read !== undefined) {
      throw new Stop(read);
    }
    const isNarrative = this.#fhir && name === "div";
    if (id !== undefined && isNarrative) {
      document.dropFrom(id);
    }
    return isNarrative;
  }

  /** Closes the node of an element with the attribute `value`, with a text, or as an object. In FHIR, only a bare element has a text. */
  #finish(id: number, value: Span | undefined, bare: boolean, text: Span | undefined, stop: StopReason | undefined): void {
    const document = this.#document;
    if (stop !== undefined || text === undefined) {
      document.close(id, stop === undefined);
    } else if (this.#fhir && bare) {
      document.flatten(id, "content", text);
    } else if (value !== undefined && text[0] === text[1] && document.nodes.length === id + 1 && id !== 0) {
      // As in FHIR, if the element has nothing else.
      document.flatten(id, "attribute", value);
    } else if (!this.#fhir && document.node(id)?.kind !== "array") {
      document.closeWith(id, text);
    } else {
      document.close(id, true);
    }
  }

  /** Parses the content of an element with a value: its extensions, which are beside it in JSON. */
  #extensions(name: string, span: Span, parent: number | undefined, depth: number): void {
    const place = this.#child(parent, `_${name}`);
    const id = this.#push(place, "object", span);
    const stop = stopped(() => {
      this.#content(name, { place, id }, depth, { value: undefined, bare: true, isEmpty: false });
    });
    if (id !== undefined) {
      this.#document.close(id, stop === undefined);
    }
    if (stop !== undefined) {
      throw new Stop(stop);
    }
  }

  /** Parses attributes up to the end of the tag. */
  #attributes(place: number | undefined, found: Attributes): void {
    for (;;) {
      this.space();
      if (this.starts("/>") || this.starts(">")) {
        found.isEmpty = this.starts("/>");
        this.at += found.isEmpty ? 2 : 1;
        return;
      }
      if (this.isEnd || (this.starts("/") && this.at + 1 === this.text.length)) {
        throw new Stop("end");
      }
      const isNamespace = this.starts("xmlns");
      const name = this.slice(this.name());
      this.space();
      if (!this.starts("=")) {
        throw new Stop(this.isEnd ? "end" : "syntax");
      }
      this.at += 1;
      const span = this.quoted();
      const known = this.#child(place, `@${name}`);
      if (isNamespace) {
        continue;
      }
      if (known === undefined && name === "value") {
        found.value = span;
        continue;
      }
      found.bare = false;
      this.#push(known ?? this.#child(place, name), "attribute", span);
    }
  }

  /** Parses the content and the end tag of an element; returns its text. */
  #content(name: string, around: Around, depth: number, attributes: Attributes): Span | undefined {
    // The last text between elements. It has comments and CDATA sections in it.
    let [from, to] = [this.at, this.at];
    let [hasElements, isNew] = [false, false];
    for (;;) {
      const start = this.at;
      const found = this.text.indexOf("<", start);
      if (found < 0) {
        throw new Stop("end");
      }
      this.at = found;
      const isData = this.starts("<![CDATA[");
      const isBlank = !isData && trim(this.text.slice(start, found)) === "";
      if (!(isNew && isBlank)) {
        [from, to] = [isNew ? start : from, found];
        isNew = false;
      }
      if (this.starts("<!--")) {
        this.behind("-->");
      } else if (isData) {
        this.behind("]]>");
        to = this.at;
      } else if (this.starts("<?")) {
        this.behind("?>");
      } else if (this.starts("</")) {
        this.at += 2;
        const end = this.slice(this.name());
        this.space();
        if (this.isEnd) {
          throw new Stop("end");
        }
        if (end !== name || !this.starts(">")) {
          throw new Stop("syntax");
        }
        this.at += 1;
        return this.#textIn(from, to, hasElements);
      } else if (depth >= MAX_DEPTH) {
        this.#document.tooDeep = true;
        throw new Stop("syntax");
      } else {
        const isNarrative = this.element(around, depth + 1);
        attributes.bare &&= isNarrative;
        [hasElements, isNew] = [true, true];
      }
    }
  }

  /** The text of an element in a range. White space with a line end around it is layout. */
  #textIn(from: number, to: number, hasElements: boolean): Span | undefined {
    const start = behindSpace(this.text, from, to);
    const end = beforeSpace(this.text, from, to);
    if (this.#fhir || hasElements) {
      return start < to ? [start, end] : undefined;
    }
    const isLayout = (one: number, other: number): boolean => this.text.slice(one, other).includes("\n");
    const first = isLayout(from, start) ? start : from;
    return [first, Math.max(isLayout(end, to) ? end : to, first)];
  }
}
