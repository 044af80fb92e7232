/** Functions of strings. Positions are those of JavaScript; lengths in bytes are those of UTF-8. */

/** Whether the character at a position is white space of ASCII. */
export function isSpaceAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9 || code === 10 || code === 12 || code === 13;
}

/** The position of the first character from `from` on that is not white space of ASCII. */
export function behindSpace(text: string, from: number, to: number = text.length): number {
  let at = from;
  while (at < to && isSpaceAt(text, at)) {
    at += 1;
  }
  return at;
}

/** The end of a part of a text without the white space of ASCII at its end. */
export function beforeSpace(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isSpaceAt(text, at - 1)) {
    at -= 1;
  }
  return at;
}

export function trimStart(text: string): string {
  return text.slice(behindSpace(text, 0));
}

export function trim(text: string): string {
  const start = behindSpace(text, 0);
  return text.slice(start, beforeSpace(text, start, text.length));
}

/** The length of a text in UTF-8. */
export function byteLength(text: string, end: number = text.length): number {
  let length = 0;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      length += 1;
    } else if (code < 0x800) {
      length += 2;
    } else if (code >= 0xd800 && code < 0xdc00 && at + 1 < text.length) {
      length += 4;
      at += 1;
    } else {
      length += 3;
    }
  }
  return length;
}

/** The start of a text, of at most a number of bytes in UTF-8, cut between two characters. */
export function cut(text: string, bytes: number): string {
  let length = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (length > bytes) {
      return text.slice(0, at);
    }
    at += code < 0x10000 ? 1 : 2;
  }
  return text;
}

/** The texts before and behind a mark; `undefined` without it. */
export function splitOnce(text: string, mark: string): readonly [before: string, behind: string] | undefined {
  const at = text.indexOf(mark);
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + mark.length)];
}

/** The part behind the last mark, or the whole text. */
export function behindLast(text: string, mark: string): string {
  return text.slice(text.lastIndexOf(mark) + 1);
}

/** Compares ASCII letters without case, and all other characters as they are. */
export function isSame(one: string, other: string): boolean {
  return one === other || (one.length === other.length && lower(one) === lower(other));
}

/** A text with the letters of ASCII in lower case. */
export function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function isDigits(text: string): boolean {
  return /^[0-9]*$/.test(text);
}

/** A text without all characters of a kind at its end. */
export function withoutEnd(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) {
    end -= 1;
  }
  return text.slice(0, end);
}

/** The parts between separators. A separator in a quoted string (RFC 9110, section 5.6.4) does not count. */
export function splitUnquoted(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [start, quoted, escaped] = [0, false, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === separator && !quoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
    if (character === '"' && !escaped) {
      quoted = !quoted;
    }
    escaped = quoted && character === "\\" && !escaped;
  }
  parts.push(text.slice(start));
  return parts;
}

/** A media type without its parameters. */
export function essence(type: string): string {
  return trim(type.split(";", 1)[0] ?? "");
}

/** The first parameter of a media type with this name. */
export function typeParameter(type: string, name: string): string | undefined {
  const parameters = splitOnce(type, ";")?.[1];
  for (const part of parameters === undefined ? [] : splitUnquoted(parameters, ";")) {
    const pair = splitOnce(part, "=");
    if (pair && isSame(trim(pair[0]), name)) {
      return withoutEnd(trim(pair[1]).replace(/^"+/, ""), '"');
    }
  }
  return undefined;
}

/** Escapes a text as a Rust program writes it for a log. */
export function escapeDebug(text: string): string {
  return escapeCharacters(text, true);
}

/** Escapes each character of a text on its own: marks that combine with the character before are escaped too. */
export function escapeEach(characters: readonly string[]): string {
  return characters.map((character) => escapeCharacters(character, true)).join("");
}

function escapeCharacters(text: string, first: boolean): string {
  let out = "";
  let isFirst = first;
  for (const character of text) {
    out += escapeCharacter(character, isFirst);
    isFirst = false;
  }
  return out;
}

const SHORT: { readonly [character: string]: string } = {
  "\0": "\\0",
  "\t": "\\t",
  "\r": "\\r",
  "\n": "\\n",
  "'": "\\'",
  '"': '\\"',
  "\\": "\\\\",
};

function escapeCharacter(character: string, extend: boolean): string {
  const short = SHORT[character];
  if (short !== undefined) {
    return short;
  }
  const hidden = character !== " " && /[\p{C}\p{Z}]/u.test(character);
  if (hidden || (extend && /\p{Grapheme_Extend}/u.test(character))) {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  }
  return character;
}
