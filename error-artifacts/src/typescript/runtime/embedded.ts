/**
 * Finds each OperationOutcome inside another body, such as a Bundle, Parameters or `{"resource": …}`.
 *
 * An entry of a Bundle has its own status (https://hl7.org/fhir/bundle.html, `Bundle.entry.response.status`).
 */

import { MAX_DEPTH } from "./document.js";
import type { Document } from "./document.js";
import { behindString } from "./json.js";
import { behindSpace } from "./text.js";

/** The largest number of outcomes that are read. */
const MAX_OUTCOMES = 256;

const NAME = "OperationOutcome";

/** An OperationOutcome in a body. */
export interface Outcome {
  /** The start and end of the object or element. */
  readonly start: number;
  end: number;
  /** Whether it is inside another OperationOutcome. */
  readonly inner: boolean;
  /** The status beside it, or in an object beside it: that of its entry of a Bundle. */
  status: number | undefined;
}

/** An object or array of JSON around the position, or an OperationOutcome of XML. */
interface Container {
  readonly start: number;
  outcome: Outcome | undefined;
  /** The number of outcomes that were found before it. */
  readonly before: number;
  /** Its member `status`. */
  status: number | undefined;
  /** The `status` of an object in it. */
  innerStatus: number | undefined;
}

/** Whether an OperationOutcome may contain another one. Most do not, and need no search. */
export function mayHaveInner({ text, start, xml, isOpen }: Document): boolean {
  const quoted = `"${NAME}"`;
  const first = text.indexOf(quoted, start);
  const hasTwoNames = first >= 0 && text.includes(quoted, first + quoted.length);
  // The member of a resource with other resources: https://hl7.org/fhir/domainresource.html
  return (xml || hasTwoNames) && (!(xml || isOpen) || text.includes("contained", start));
}

/** Finds each OperationOutcome of a body, in their order. One that was cut off ends with the text. */
export function findOutcomes(text: string, xml: boolean): Outcome[] {
  const search = new Search(text);
  if (text.includes(NAME)) {
    if (xml) {
      search.xml();
    } else {
      search.json();
    }
    search.closeAll();
  }
  return search.found.sort((one, other) => one.start - other.start);
}

class Search {
  readonly found: Outcome[] = [];
  readonly #text: string;
  readonly #open: Container[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Closes those that were cut off. */
  closeAll(): void {
    while (this.#open.length > 0) {
      this.#close(this.#text.length);
    }
  }

  /** Marks the innermost container as an outcome. */
  #mark(): void {
    const container = this.#open.at(-1);
    const inner = this.#open.slice(0, -1).some(({ outcome }) => outcome !== undefined);
    if (container && !container.outcome && this.found.length < MAX_OUTCOMES) {
      container.outcome = { start: container.start, end: this.#text.length, inner, status: undefined };
      this.found.push(container.outcome);
    }
  }

  #push(start: number): void {
    this.#open.push({ start, outcome: undefined, before: this.found.length, status: undefined, innerStatus: undefined });
  }

  /** Notes the status of the innermost container, from a text that starts with it, such as `404 Not Found`. */
  #noteStatus(start: number): void {
    const container = this.#open.at(-1);
    const digits = /^([1-5][0-9]{2})[ "']/.exec(this.#text.slice(start, start + 4))?.[1];
    if (container && digits !== undefined) {
      container.status ??= Number(digits);
    }
  }

  /** Closes the innermost container. */
  #close(end: number): void {
    const container = this.#open.pop();
    if (!container) {
      return;
    }
    if (container.outcome) {
      container.outcome.end = end;
    }
    const around = this.#open.at(-1);
    if (around) {
      around.innerStatus ??= container.status;
    }
    const status = container.status ?? container.innerStatus;
    for (const outcome of this.found.slice(container.before)) {
      outcome.status ??= status;
    }
  }

  json(): void {
    const text = this.#text;
    const mark = /[{}[\]"]/g;
    for (let found = mark.exec(text); found; found = mark.exec(text)) {
      const start = found.index;
      if (found[0] === "{" || found[0] === "[") {
        if (this.#open.length >= MAX_DEPTH) {
          return;
        }
        this.#push(start);
      } else if (found[0] === "}" || found[0] === "]") {
        this.#close(start + 1);
      } else {
        const end = behindString(text, start + 1);
        if (end < 0) {
          return;
        }
        mark.lastIndex = end;
        const name = text.slice(start + 1, end - 1);
        const value = name === "resourceType" || name === "status" ? this.#stringAfter(end) : undefined;
        if (value !== undefined && name === "status") {
          this.#noteStatus(value);
        } else if (value !== undefined && text.startsWith(`${NAME}"`, value)) {
          this.#mark();
        }
      }
    }
  }

  /** The position behind the quote of a string, if a colon and a string follow. */
  #stringAfter(at: number): number | undefined {
    const colon = behindSpace(this.#text, at);
    const quote = behindSpace(this.#text, colon + 1);
    return this.#text[colon] === ":" && this.#text[quote] === '"' ? quote + 1 : undefined;
  }

  xml(): void {
    const text = this.#text;
    const skipped = [
      ["<!--", "-->"],
      ["<![CDATA[", "]]>"],
      ["<?", "?>"],
    ] as const;
    for (let start = text.indexOf("<"); start >= 0; ) {
      const skip = skipped.find(([begin]) => text.startsWith(begin, start));
      const mark = skip ? skip[1] : ">";
      const end = text.indexOf(mark, start);
      if (end < 0) {
        return;
      }
      const behind = end + mark.length;
      if (!skip) {
        this.#tag(start, end, behind);
      }
      start = text.indexOf("<", behind);
    }
  }

  #tag(start: number, end: number, behind: number): void {
    const tag = this.#text.slice(start + 1, end);
    const whole = /^\/*([^ \t\n\f\r/]*)/.exec(tag)?.[1] ?? "";
    const name = whole.slice(whole.lastIndexOf(":") + 1);
    if (name === "status") {
      const value = /value=["']/.exec(tag);
      const double = tag.indexOf('value="');
      const at = double >= 0 ? double : (value?.index ?? -1);
      if (at >= 0) {
        this.#noteStatus(start + 1 + at + 7);
      }
    }
    // An entry of a Bundle has the status of the outcomes in it.
    if ((name !== NAME && name !== "entry") || tag.endsWith("/")) {
      return;
    }
    if (tag.startsWith("/")) {
      this.#close(behind);
    } else if (this.#open.length < MAX_DEPTH) {
      this.#push(start);
      if (name === NAME) {
        this.#mark();
      }
    }
  }
}
