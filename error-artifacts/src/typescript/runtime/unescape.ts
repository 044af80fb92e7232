/** Decodes escapes of JSON (RFC 8259, section 7) and character references of XML and HTML. */

const ESCAPES: { readonly [letter: string]: string } = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** Decodes the content of a JSON string. An unpaired surrogate becomes U+FFFD. */
export function unescapeJson(raw: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const mark = raw.indexOf("\\", at);
    if (mark < 0) {
      return out + raw.slice(at);
    }
    out += raw.slice(at, mark);
    const code = raw.codePointAt(mark + 1);
    if (code === undefined) {
      return out;
    }
    const letter = String.fromCodePoint(code);
    at = mark + 1 + letter.length;
    if (letter !== "u") {
      // `"`, `\`, `/`, and escapes that are not in JSON.
      out += ESCAPES[letter] ?? letter;
      continue;
    }
    const high = hex(raw, at);
    if (high === undefined) {
      out += "\ufffd";
      continue;
    }
    at += 4;
    const low = high >= 0xd800 && high < 0xdc00 && raw.startsWith("\\u", at) ? hex(raw, at + 2) : undefined;
    if (low !== undefined && low >= 0xdc00 && low < 0xe000) {
      out += String.fromCharCode(high, low);
      at += 6;
    } else {
      out += high >= 0xd800 && high < 0xe000 ? "\ufffd" : String.fromCharCode(high);
    }
  }
}

function hex(text: string, at: number): number | undefined {
  const digits = text.slice(at, at + 4);
  return /^[0-9A-Fa-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

/** Decodes character references; a name that is not in XML is kept as it is. */
export function unescapeMarkup(raw: string): string {
  return references(raw, (text) => text);
}

/** Decodes the content of an XML element without elements in it: text, CDATA sections, and comments, which are not part of it. */
export function unescapeContent(raw: string): string {
  let out = "";
  let rest = raw;
  for (;;) {
    const mark = rest.indexOf("<");
    if (mark < 0) {
      return out + unescapeMarkup(rest);
    }
    out += unescapeMarkup(rest.slice(0, mark));
    const behind = rest.slice(mark + 1);
    const isData = behind.startsWith("![CDATA[");
    const end = isData ? "]]>" : behind.startsWith("!--") ? "-->" : ">";
    const start = isData ? 8 : 0;
    const at = behind.indexOf(end, start);
    if (isData) {
      out += behind.slice(start, at < 0 ? undefined : at);
    }
    rest = at < 0 ? "" : behind.slice(at + end.length);
  }
}

/** Decodes the value of an XML attribute (XML 1.0, section 3.3.3): each white space character becomes a space. */
export function unescapeAttribute(raw: string): string {
  return references(raw, (text) => text.replace(/\r\n|[\t\n\r]/g, " "));
}

function references(raw: string, literal: (text: string) => string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const mark = raw.indexOf("&", at);
    if (mark < 0) {
      return out + literal(raw.slice(at));
    }
    out += literal(raw.slice(at, mark));
    // The longest reference is `&#x10FFFF;`.
    const reference = /&(#[0-9A-Za-z]{1,8}|[0-9A-Za-z]{1,9});/y;
    reference.lastIndex = mark;
    const name = reference.exec(raw)?.[1];
    const found = name === undefined ? undefined : character(name);
    out += found ?? "&";
    at = mark + (found === undefined ? 1 : (name ?? "").length + 2);
  }
}

const NAMED: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function character(name: string): string | undefined {
  const number = /^#(?:[xX]([0-9A-Fa-f]+)|([0-9]+))$/.exec(name);
  if (!number) {
    return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  }
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? undefined : String.fromCodePoint(code);
}
