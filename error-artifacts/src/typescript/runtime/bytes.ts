/** Decodes bytes to text: byte order marks, charsets, and invalid bytes. */

import { isSame, splitOnce, trimStart } from "./text.js";

/** The number of bytes of a body that are read, which bounds memory and time. */
export const MAX_BYTES: number = 4 << 20;

/** A body as text. */
export interface BodyText {
  readonly text: string;
  /** Bytes are not of the charset, or the charset is one that bodies must not have. */
  readonly damaged: boolean;
  /** The body is longer than {@link MAX_BYTES}. */
  readonly cut: boolean;
  /** The last character is incomplete. */
  readonly truncated: boolean;
}

interface Read {
  readonly text: string;
  readonly damaged: boolean;
  readonly truncated: boolean;
}

/**
 * Decodes a body. `charset` is the parameter of its media type.
 *
 * Valid UTF-8 is decoded as UTF-8, whatever the header names: JSON has no other charset (RFC 8259, section 8.1).
 */
export function decodeBytes(body: Uint8Array, charset: string | undefined): BodyText {
  const cut = body.length > MAX_BYTES;
  const bytes = cut ? body.subarray(0, MAX_BYTES) : body;
  const read = readBytes(bytes, charset);
  return { ...read, cut, truncated: read.truncated || cut };
}

function readBytes(bytes: Uint8Array, charset: string | undefined): Read {
  if (startsWith(bytes, [0xff, 0xfe, 0, 0])) {
    return utf32(bytes.subarray(4), true);
  }
  if (startsWith(bytes, [0, 0, 0xfe, 0xff])) {
    return utf32(bytes.subarray(4), false);
  }
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) {
    return utf8(bytes.subarray(3), undefined);
  }
  if (startsWith(bytes, [0xff, 0xfe])) {
    return utf16(bytes.subarray(2), true);
  }
  if (startsWith(bytes, [0xfe, 0xff])) {
    return utf16(bytes.subarray(2), false);
  }
  // The texts that matter here start with an ASCII character: `{`, `[`, `<` or a space.
  const [first = 0, second = 0] = bytes;
  const isAscii = (byte: number): boolean => byte > 0 && byte < 0x80;
  if (bytes.length > 1 && first === 0 && isAscii(second) && !isSame(charset ?? "", "utf-16le")) {
    return utf16(bytes, false);
  }
  if (bytes.length > 1 && isAscii(first) && second === 0 && !isSame(charset ?? "", "utf-16be")) {
    return utf16(bytes, true);
  }
  return utf8(bytes, charset);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

const LATIN = ["iso-8859-1", "latin1", "iso_8859-1", "l1", "windows-1252", "cp1252", "us-ascii", "ascii"];

/** Decodes UTF-8, or Windows-1252 where a Latin charset is named or where bytes are not UTF-8. */
function utf8(bytes: Uint8Array, charset: string | undefined): Read {
  const out = new Characters();
  let at = 0;
  let damaged = false;
  while (at < bytes.length) {
    const length = sequence(bytes, at);
    if (length > 0) {
      out.push(character(bytes, at, length));
      at += length;
      continue;
    }
    if (!damaged) {
      const named = charset ?? declared(bytes);
      if (named !== undefined && LATIN.some((name) => isSame(name, named))) {
        const latin = new Characters();
        bytes.forEach((byte) => latin.push(windows1252(byte)));
        return { text: latin.text(), damaged: false, truncated: false };
      }
      if (length === 0) {
        // The text ends within a character: the connection was closed.
        return { text: out.text(), damaged: false, truncated: true };
      }
      damaged = true;
    }
    const end = length === 0 ? bytes.length : at - length;
    for (; at < end; at += 1) {
      out.push(windows1252(bytes[at] ?? 0));
    }
  }
  return { text: out.text(), damaged, truncated: false };
}

/**
 * The length of the character at a position; 0 if the bytes end within it, or the negative number of bytes that are not part of one.
 */
function sequence(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) {
    return 1;
  }
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0) {
    return -1;
  }
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next];
    if (byte === undefined) {
      return 0;
    }
    const low = next > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const high = next > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) {
      return -next;
    }
  }
  return length;
}

function character(bytes: Uint8Array, at: number, length: number): number {
  let code = (bytes[at] ?? 0) & (length === 1 ? 0x7f : 0x7f >> length);
  for (let next = 1; next < length; next += 1) {
    code = (code << 6) | ((bytes[at + next] ?? 0) & 0x3f);
  }
  return code;
}

/** Decodes UTF-8; a byte that is not part of a character becomes U+FFFD with those that belong to it. */
export function lossy(bytes: Uint8Array): string {
  const out = new Characters();
  for (let at = 0; at < bytes.length; ) {
    const length = sequence(bytes, at);
    out.push(length > 0 ? character(bytes, at, length) : 0xfffd);
    at = length === 0 ? bytes.length : at + Math.abs(length);
  }
  return out.text();
}

/** Encodes a text in UTF-8. An unpaired surrogate becomes U+FFFD. */
export function encode(text: string): Uint8Array {
  const out: number[] = [];
  for (const one of text) {
    let code = one.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code < 0xe000) {
      code = 0xfffd;
    }
    if (code < 0x80) {
      out.push(code);
    } else if (code < 0x800) {
      out.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    } else {
      out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return Uint8Array.from(out);
}

/** Characters that become a string in pieces. */
class Characters {
  #out = "";
  #waiting: number[] = [];

  push(code: number): void {
    this.#waiting.push(code);
    if (this.#waiting.length === 4096) {
      this.#flush();
    }
  }

  #flush(): void {
    this.#out += String.fromCodePoint(...this.#waiting);
    this.#waiting = [];
  }

  text(): string {
    this.#flush();
    return this.#out;
  }
}

/** The encoding in an XML declaration (XML 1.0, section 4.3.3). */
function declared(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 4096);
  let text = "";
  head.forEach((byte) => (text += String.fromCharCode(byte)));
  text = trimStart(text);
  if (!text.startsWith("<?xml")) {
    return undefined;
  }
  const declaration = text.slice(5, 205);
  const end = declaration.indexOf(">");
  const inside = declaration.slice(0, end);
  if (end < 0 || /[^\0-\x7f]/.test(inside)) {
    return undefined;
  }
  const value = splitOnce(inside, "encoding")?.[1];
  const quoted = value === undefined ? undefined : trimStart(value);
  return quoted?.startsWith("=") ? quoted.slice(1).split(/["']/)[1] : undefined;
}

/** Whether a body is compressed, by its first bytes or by a `Content-Encoding` that its bytes confirm. */
export function isCompressed(bytes: Uint8Array, coding: string | undefined): boolean {
  if (startsWith(bytes, [0x1f, 0x8b]) || startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])) {
    return true;
  }
  if (coding === undefined || coding === "" || isSame(coding, "identity")) {
    return false;
  }
  const head = bytes.subarray(0, 512);
  const isSpace = (byte: number): boolean => byte === 32 || byte === 9 || byte === 10 || byte === 12 || byte === 13;
  const first = head.find((byte) => !isSpace(byte));
  const isText = (first !== undefined && [0x7b, 0x5b, 0x3c, 0x22].includes(first)) || isUtf8(head);
  // A text in UTF-16 has zero bytes, and nearly no other control characters.
  return head.some((byte) => byte < 32 && byte !== 0 && byte !== 9 && byte !== 10 && byte !== 13) || !isText;
}

function isUtf8(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; ) {
    const length = sequence(bytes, at);
    if (length <= 0) {
      return false;
    }
    at += length;
  }
  return true;
}

function utf32(bytes: Uint8Array, little: boolean): Read {
  const out = new Characters();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, little);
    out.push(code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0xfffd : code);
  }
  // No format of error bodies has this charset (RFC 8259, section 8.1).
  return { text: out.text(), damaged: true, truncated: bytes.length % 4 > 0 };
}

function utf16(bytes: Uint8Array, little: boolean): Read {
  const out = new Characters();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - (bytes.length % 2);
  let damaged = false;
  for (let at = 0; at < end; at += 2) {
    const unit = view.getUint16(at, little);
    if (unit < 0xd800 || unit >= 0xe000) {
      out.push(unit);
      continue;
    }
    const low = unit < 0xdc00 && at + 2 < end ? view.getUint16(at + 2, little) : 0;
    if (low >= 0xdc00 && low < 0xe000) {
      out.push(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
      at += 2;
    } else {
      out.push(0xfffd);
      damaged = true;
    }
  }
  return { text: out.text(), damaged, truncated: bytes.length % 2 > 0 };
}

const HIGH = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Decodes a byte of Windows-1252, which the WHATWG Encoding Standard also uses for Latin-1 labels. */
function windows1252(byte: number): number {
  return byte >= 0x80 && byte < 0xa0 ? HIGH.charCodeAt(byte - 0x80) : byte;
}
