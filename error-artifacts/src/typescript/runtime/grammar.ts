/** Grammars of the standards: numbers, date-times, URIs, tokens and JSON. */

import { encode, lossy } from "./bytes.js";
import { isDigits, isSame, splitOnce } from "./text.js";
import type { ParameterRow } from "./table.js";

/** Whether a text is a JSON number (RFC 8259, section 6). */
export function isNumber(text: string): boolean {
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text);
}

function isInteger(text: string): boolean {
  return /^-?(0|[1-9][0-9]*)$/.test(text);
}

/** Whether a parameter can have a value. */
export function accepts([, type, , values]: ParameterRow, text: string): boolean {
  switch (type) {
    case "integer":
      return isInteger(text);
    case "decimal":
      return isNumber(text);
    case "boolean":
      return text === "true" || text === "false";
    case "uri":
      return isUriReference(text);
    case "date-time":
      return isDateTime(text);
    case "token":
      return /^[0-9A-Za-z!#$%&'*+\-.^_`|~]+$/.test(text);
    case "uuid":
      return /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text);
    case "json":
      return compactJson(text) !== undefined;
    case "string[]":
      return isList(text, (element) => element.startsWith('"'));
    case "integer[]":
      return isList(text, isInteger);
    case "enum":
      return values?.includes(text) ?? false;
    default:
      return true;
  }
}

function isList(text: string, isElement: (element: string) => boolean): boolean {
  const json = compactJson(text);
  return json?.startsWith("[") === true && elements(json).every(isElement);
}

/** The canonical form of a JSON value with the members of all objects in one order, which has no meaning; `undefined` if the text is not JSON. */
export const sortedJson: (text: string) => string | undefined = /*#__PURE__*/ remembering((text) => {
  const json = compactJson(text);
  return json === undefined ? undefined : sorted(json);
});

function sorted(json: string): string {
  if (json.startsWith("[")) {
    return `[${elements(json).map(sorted).join(",")}]`;
  }
  if (!json.startsWith("{")) {
    return json;
  }
  const members = elements(json).map((member) => {
    const name = /^"(?:[^"\\]|\\.)*":/.exec(member)?.[0] ?? "";
    return name + sorted(member.slice(name.length));
  });
  return `{${members.sort().join(",")}}`;
}

/** The elements of a canonical JSON array, or the members of an object. */
function elements(json: string): string[] {
  const found: string[] = [];
  let [start, depth, inString] = [1, 0, false];
  for (let at = 1; at < json.length - 1; at += 1) {
    const character = json[at];
    if (inString) {
      at += character === "\\" ? 1 : 0;
      inString = character !== '"';
    } else if (character === '"') {
      inString = true;
    } else if (character === "[" || character === "{") {
      depth += 1;
    } else if (character === "]" || character === "}") {
      depth -= 1;
    } else if (character === "," && depth === 0) {
      found.push(json.slice(start, at));
      start = at + 1;
    }
  }
  return json.length > 2 ? [...found, json.slice(start, -1)] : found;
}

/** Whether a text is a date and time (RFC 3339, section 5.6). Its day exists in its month. */
function isDateTime(text: string): boolean {
  const form = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/.exec(text);
  if (!form) {
    return false;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset = 0, rest = 0] = form.slice(1).map((part) => Number(part ?? 0));
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
  return isDay && hour <= 23 && minute <= 59 && second <= 60 && offset <= 23 && rest <= 59;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysOfMonth(year: number, month: number): number {
  return month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Writes a time in seconds since 1970 as a date and time (RFC 3339). */
export function dateTime(seconds: number): string {
  const date = new Date(Math.min(Math.max(seconds, -62_167_219_200), 253_402_300_799) * 1000);
  return date.toISOString().replace(".000Z", "Z");
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The average year of the Gregorian calendar, in seconds. */
const YEAR = 31_556_952;

/**
 * Parses a date of HTTP (RFC 9110, section 5.6.7) to seconds since 1970.
 *
 * Accepts the three forms of the standard, also with `UTC` instead of `GMT`. The clock selects the century of a two-digit year.
 */
export function httpDate(text: string): number | undefined {
  const parts = splitDate(text);
  if (!parts) {
    return undefined;
  }
  const [weekday, day, monthName, year, time] = parts;
  const weekdayNumber = WEEKDAYS.findIndex((name) => isSame(weekday, name) || isSame(weekday, name.slice(0, 3)));
  const month = MONTHS.findIndex((name) => isSame(monthName, name));
  const clock = /^(\d\d):(\d\d):(\d\d)$/.exec(time);
  if (weekdayNumber < 0 || month < 0 || !clock || !/^\d{1,2}$/.test(day)) {
    return undefined;
  }
  const [hour = 0, minute = 0, second = 0] = clock.slice(1).map(Number);
  if (hour > 23 || minute > 59 || second > 60) {
    return undefined;
  }
  const ofDay = hour * 3600 + minute * 60 + second;
  let days: number | undefined;
  if (/^\d\d$/.test(year)) {
    const now = Math.floor(Date.now() / 1000);
    const century = Math.floor((1970 + Math.floor(now / YEAR)) / 100);
    const all = [century + 1, century, century - 1].map((one) => daysSince(one * 100 + Number(year), month, Number(day)));
    days = all.find((one) => one !== undefined && one * 86_400 + ofDay <= now + 50 * YEAR);
  } else if (/^\d{4}$/.test(year)) {
    days = daysSince(Number(year), month, Number(day));
  }
  // 1970-01-01 was a Thursday.
  return days === undefined || (days + 4) % 7 !== weekdayNumber ? undefined : days * 86_400 + ofDay;
}

/** Splits a date into its weekday, day, month, year and time. */
function splitDate(text: string): readonly [string, string, string, string, string] | undefined {
  const comma = splitOnce(text, ", ");
  if (comma) {
    const [day, month, year, time, zone, more] = comma[1].split(/[ -]/);
    const isUtc = zone !== undefined && (isSame(zone, "GMT") || isSame(zone, "UTC"));
    return isUtc && more === undefined ? [comma[0], day ?? "", month ?? "", year ?? "", time ?? ""] : undefined;
  }
  // `asctime`, whose day is padded with a space.
  const [weekday, month, day, time, year, more] = text.split(/[ \t\n\f\r]+/).filter((word) => word !== "");
  return year === undefined || more !== undefined ? undefined : [weekday ?? "", day ?? "", month ?? "", year, time ?? ""];
}

/** The days from 1970-01-01 to a date; `month` counts from 0. `undefined` for a date that does not exist, and before 1970. */
function daysSince(year: number, month: number, day: number): number | undefined {
  if (year < 1970 || day < 1 || day > daysOfMonth(year, month + 1)) {
    return undefined;
  }
  return Math.round(Date.UTC(year, month, day) / 86_400_000);
}

/** Decodes percent-encoding (RFC 3986, section 2.1). Malformed escapes are kept; bytes that are not UTF-8 become U+FFFD. */
export function decodePercent(part: string): string {
  if (!part.includes("%")) {
    return part;
  }
  const bytes: number[] = [];
  for (const piece of part.split(/(%[0-9A-Fa-f]{2})/)) {
    if (/^%[0-9A-Fa-f]{2}$/.test(piece)) {
      bytes.push(Number.parseInt(piece.slice(1), 16));
    } else {
      encode(piece).forEach((byte) => bytes.push(byte));
    }
  }
  return lossy(Uint8Array.from(bytes));
}

/** Decodes a name or a value of a query, in which `+` is a space. */
export function decodeQuery(part: string): string {
  return decodePercent(part.replaceAll("+", " "));
}

/** Whether a text is a URI reference (RFC 3986, section 4.1). */
function isUriReference(text: string): boolean {
  if (!/^(?:[0-9A-Za-z\-._~/?!$&'()*+,;=:@[\]#]|%[0-9A-Fa-f]{2})*$/.test(text)) {
    return false;
  }
  const [beforeFragment = "", ...fragments] = text.split("#");
  if (fragments.length > 1 || /[[\]]/.test(fragments.join(""))) {
    return false;
  }
  const scheme = /^[A-Za-z][0-9A-Za-z+\-.]*:/.exec(beforeFragment)?.[0] ?? "";
  const rest = beforeFragment.slice(scheme.length);
  const first = scheme === "" ? (/^[^/?]*/.exec(rest)?.[0] ?? "") : "";
  if (first.includes(":")) {
    return false;
  }
  const authority = rest.startsWith("//") ? (/^[^/?]*/.exec(rest.slice(2))?.[0] ?? "") : undefined;
  if (authority === undefined) {
    return !/[[\]]/.test(rest);
  }
  return isAuthority(authority) && !/[[\]]/.test(rest.slice(2 + authority.length));
}

/** Whether a text is an authority (RFC 3986, section 3.2). */
function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  const user = authority.slice(0, Math.max(at, 0));
  let host = authority.slice(at + 1);
  const colon = host.lastIndexOf(":");
  if (colon >= 0 && isDigits(host.slice(colon + 1))) {
    host = host.slice(0, colon);
  }
  const isAddress = host.startsWith("[") && host.endsWith("]") && isIpv6(host.slice(1, -1));
  return !/[@[\]]/.test(user) && (isAddress || !/[:@[\]]/.test(host));
}

/** Whether a text is an address of IPv6 (RFC 4291, section 2.2). */
function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) {
    return false;
  }
  const groups = (half: string, isLast: boolean): number => {
    const parts = half === "" ? [] : half.split(":");
    const last = parts.at(-1);
    const hasIpv4 = isLast && last !== undefined && last.includes(".");
    if (hasIpv4 && !/^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/.test(last)) {
      return Number.NaN;
    }
    const plain = hasIpv4 ? parts.slice(0, -1) : parts;
    return plain.every((part) => /^[0-9A-Fa-f]{1,4}$/.test(part)) ? plain.length + (hasIpv4 ? 2 : 0) : Number.NaN;
  };
  const [before = "", behind] = halves;
  if (behind === undefined) {
    return groups(before, true) === 8;
  }
  return groups(before, false) + groups(behind, true) < 8;
}

/** A JSON string with its quotes, with the escapes of canonical JSON. */
export function jsonString(text: string): string {
  const escaped = text.replace(/["\\\u0000-\u001f\u007f]/g, (character) => {
    switch (character) {
      case '"':
        return '\\"';
      case "\\":
        return "\\\\";
      case "\n":
        return "\\n";
      case "\r":
        return "\\r";
      case "\t":
        return "\\t";
      default:
        return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    }
  });
  return `"${escaped}"`;
}

/** The canonical form of a JSON value, without white space; `undefined` if the text is not one, or is nested deeper than 64 levels. */
export const compactJson: (text: string) => string | undefined = /*#__PURE__*/ remembering(compacted);

/** Returns a function that knows its last result: the entries of a catalog are compared with one value after the other. */
function remembering(find: (text: string) => string | undefined): (text: string) => string | undefined {
  let last: readonly [text: string, found: string | undefined] | undefined;
  return (text) => {
    if (text !== last?.[0]) {
      last = [text, find(text)];
    }
    return last?.[1];
  };
}

function compacted(text: string): string | undefined {
  let at = 0;
  const out: string[] = [];
  const space = (): void => {
    while (at < text.length && " \t\n\r".includes(text[at] ?? "")) {
      at += 1;
    }
  };
  const string = (): boolean => {
    const raw = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;
    raw.lastIndex = at;
    const found = raw.exec(text)?.[0];
    if (found === undefined) {
      return false;
    }
    const value: unknown = JSON.parse(found);
    // A surrogate alone is not a character.
    if (typeof value !== "string" || /\p{Surrogate}/u.test(value)) {
      return false;
    }
    at += found.length;
    out.push(jsonString(value));
    return true;
  };
  const value = (depth: number): boolean => {
    space();
    const first = text[at];
    if (first === '"') {
      return string();
    }
    if (first === "[" || first === "{") {
      return container(first === "[" ? "]" : "}", depth);
    }
    const word = /[0-9A-Za-z+\-.]*/y;
    word.lastIndex = at;
    const found = word.exec(text)?.[0] ?? "";
    at += found.length;
    out.push(found);
    return ["null", "true", "false"].includes(found) || isNumber(found);
  };
  const container = (close: string, depth: number): boolean => {
    if (depth === 64) {
      return false;
    }
    out.push(text[at] ?? "");
    at += 1;
    space();
    if (text[at] === close) {
      at += 1;
      out.push(close);
      return true;
    }
    for (;;) {
      if (close === "}") {
        space();
        if (text[at] !== '"' || !string()) {
          return false;
        }
        space();
        if (text[at] !== ":") {
          return false;
        }
        at += 1;
        out.push(":");
      }
      if (!value(depth + 1)) {
        return false;
      }
      space();
      const mark = text[at];
      at += 1;
      if (mark !== ",") {
        out.push(close);
        return mark === close;
      }
      out.push(",");
    }
  };
  if (!value(0)) {
    return undefined;
  }
  space();
  return at === text.length ? out.join("") : undefined;
}
