/** The error in the URI of a redirect, as in OAuth 2.0 (RFC 6749, section 4.1.2.1). The pairs of its query or fragment are compared by name. */

import type { Catalog, Entry } from "./catalog.js";
import { decodePercent, decodeQuery } from "./grammar.js";
import { ALL, Context, ignore, walk } from "./pattern.js";
import type { Give, Piece } from "./pattern.js";
import type { Received } from "./received.js";
import { firstOf } from "./subject.js";
import type { Program } from "./table.js";
import { byteLength, isSame, splitOnce } from "./text.js";

/** A URI in parts: what is before the query, and its pairs. */
interface Parts {
  readonly base: Piece[];
  readonly pairs: (readonly [name: string, value: Piece[]])[];
}

/** The URI of the redirect that an entry is, and that was received. */
export class Redirect {
  readonly #context: Context;
  readonly #location: string;
  readonly #template: Parts;

  private constructor(context: Context, program: Program, location: string) {
    this.#context = context;
    this.#location = location;
    this.#template = templateOf(context, program);
  }

  /** Returns the redirect, if the entry is one and the response has a `Location`. */
  static of(context: Context, received: Received): Redirect | undefined {
    const program = programOf(context.entry);
    const location = received.header("location");
    return program && location !== undefined ? new Redirect(context, program, location) : undefined;
  }

  /** Returns the number of constant bytes that agree, whether all do, and whether the code is among them. */
  judge(): { readonly literal: number; readonly agrees: boolean; readonly hasCode: boolean } {
    let [literal, agrees, hasCode] = [0, true, false];
    for (const [name, value] of this.#template.pairs) {
      const found = pair(this.#location, name);
      const same = found === undefined ? 0 : compare(value, found, ignore);
      agrees &&= same !== undefined;
      literal += same ?? 0;
      hasCode ||= same !== undefined && same > 0 && found === this.#context.entry.code;
    }
    return { literal, agrees, hasCode };
  }

  /** Gives the values of its placeholders. */
  values(give: Give): void {
    const base = baseOf(this.#location, this.#template);
    if (base !== undefined) {
      compare(this.#template.base, base, give);
    }
    for (const [name, value] of this.#template.pairs) {
      const found = pair(this.#location, name);
      if (found !== undefined) {
        compare(value, found, give);
      }
    }
  }
}

/** Returns the URI as the entry writes it. */
function templateOf(context: Context, program: Program): Parts {
  const parts: Parts = { base: [], pairs: [] };
  const last = (): Piece[] => parts.pairs.at(-1)?.[1] ?? parts.base;
  for (const piece of walk(context, program, ALL)?.pieces ?? []) {
    if (typeof piece !== "string") {
      last().push(piece);
      continue;
    }
    const [first = "", ...others] = piece.split(/[?#&]/);
    last().push(first);
    for (const part of others) {
      const [name, value] = splitOnce(part, "=") ?? [part, ""];
      parts.pairs.push([decodeQuery(name), [value]]);
    }
  }
  return parts;
}

/** Returns the URI before the pairs of the template, with a query of its own (RFC 6749, section 3.1.2); `undefined` if it has two. */
function baseOf(location: string, { pairs }: Parts): string | undefined {
  const own = [...location.matchAll(/[?&#]/g)].find(({ index }) => {
    const [name = ""] = location.slice(index + 1).split(/[=&#]/, 1);
    return pairs.some(([known]) => known === decodeQuery(name));
  });
  const base = own ? location.slice(0, own.index) : (location.split(/[?#]/, 1)[0] ?? "");
  return base.split("?").length > 2 ? undefined : base;
}

/** Compares a part of a URI; returns the number of its constant bytes, or `undefined` if it differs. */
function compare(pieces: readonly Piece[], found: string, give: Give): number | undefined {
  const texts = (some: readonly Piece[]): string => some.map((piece) => (typeof piece === "string" ? decodeQuery(piece) : "")).join("");
  const places = pieces.flatMap((piece, at) => (typeof piece === "string" ? [] : [at]));
  const [first] = places;
  if (first === undefined) {
    const whole = texts(pieces);
    return whole === found ? byteLength(whole) : undefined;
  }
  const last = places.at(-1) ?? first;
  const [before, after] = [texts(pieces.slice(0, first)), texts(pieces.slice(last + 1))];
  if (!found.startsWith(before) || !found.slice(before.length).endsWith(after)) {
    return undefined;
  }
  const piece = pieces[first];
  if (first === last && piece !== undefined && typeof piece !== "string") {
    give(piece[0], found.slice(before.length, found.length - after.length));
  }
  return byteLength(before) + byteLength(after);
}

/** Returns the decoded value of the first pair with a name, in the query or the fragment (RFC 3986, section 3). */
function pair(location: string, name: string): string | undefined {
  const [before, fragment] = splitOnce(location, "#") ?? [location, ""];
  const query = splitOnce(before, "?")?.[1] ?? "";
  return firstOf([...query.split("&"), ...fragment.split("&")], (part) => {
    const parts = splitOnce(part, "=");
    return parts && decodeQuery(parts[0]) === name ? decodeQuery(parts[1]) : undefined;
  });
}

/** Returns the program of the header `Location` of an entry whose error is in it. */
function programOf(entry: Entry): Program | undefined {
  const { format, inBand } = entry.response;
  const header = format === "empty" && inBand ? entry.headers.find(([name]) => isSame(name, "location")) : undefined;
  return header?.[1];
}

/** Returns the code that a redirect has where an entry of the catalog has its own, and the text beside it. */
export function redirectError(catalog: Catalog, location: string): readonly [code: string, text: string | undefined] | undefined {
  const code = firstOf(catalog.entries, (entry) => {
    const program = programOf(entry);
    const { pairs } = program ? templateOf(new Context(entry, entry.status), program) : { pairs: [] };
    const isCode = (value: readonly Piece[]): boolean => {
      const whole = value.every((piece) => typeof piece === "string") ? value.join("") : undefined;
      return whole !== undefined && decodePercent(whole) === entry.code;
    };
    const name = pairs.find(([, value]) => isCode(value))?.[0];
    const found = name === undefined ? undefined : pair(location, name);
    return found === "" ? undefined : found;
  });
  return code === undefined ? undefined : [code, pair(location, "error_description")];
}
