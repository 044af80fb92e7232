/** The arguments of placeholders, read from the text that was written for them. */

import { accepts, compactJson, dateTime, decodePercent, httpDate, jsonString } from "./grammar.js";
import { argument } from "./pattern.js";
import type { Context } from "./pattern.js";
import type { ParameterRow, ParameterType } from "./table.js";
import { unescapeJson, unescapeMarkup } from "./unescape.js";

/** How a value is written. */
const escape = {
  json: 1,
  jsonValue: 2,
  jsonString: 3,
  html: 4,
  header: 5,
  headerQuoted: 6,
  xml: 7,
  uri: 9,
  uriMarkup: 10,
  percent: 11,
  tokens: 12,
  httpDate: 13,
  segment: 14,
} as const;

/** The value that was written as this text, if it is unambiguous. */
export function readArgument(context: Context, one: number, raw: string, how: number): string | undefined {
  const type = parameterOf(context, one)?.[1];
  const isList = type === "string[]" || type === "integer[]";
  if (how === escape.jsonValue && (isList || type === "json")) {
    // What is not JSON is not a value of the parameter.
    return compactJson(raw) ?? raw;
  }
  const text = readText(context, one, raw, how);
  if (text === undefined) {
    return undefined;
  }
  return isList ? list(text, type) : type === "json" ? (compactJson(text) ?? text) : text;
}

/** Returns the list that a text has joined with commas, as JSON; `undefined` if it may be another one. */
function list(text: string, type: ParameterType): string | undefined {
  if (type === "integer[]") {
    return `[${text
      .split(", ")
      .filter((item) => item !== "")
      .join(",")}]`;
  }
  return text === "" || text.includes(", ") ? undefined : `[${jsonString(text)}]`;
}

function readText(context: Context, one: number, raw: string, how: number): string | undefined {
  const isQuoted = raw.length > 1 && raw.startsWith('"') && raw.endsWith('"');
  let value: string;
  let mark = "\\";
  switch (how) {
    case escape.html:
      return unescapeMarkup(raw);
    case escape.xml:
      value = unescapeMarkup(raw);
      mark = "&";
      break;
    case escape.json:
      value = unescapeJson(raw);
      break;
    case escape.jsonValue:
    case escape.jsonString:
      value = isQuoted ? unescapeJson(raw.slice(1, -1)) : raw;
      break;
    case escape.segment:
      // `%2E` may be an escape or part of the value.
      if (raw === "%252E" || raw === "%252E%252E") {
        return undefined;
      }
      value = decodePercent(raw);
      mark = "%";
      break;
    case escape.percent:
      value = decodePercent(raw);
      mark = "%";
      break;
    case escape.httpDate: {
      const seconds = httpDate(raw);
      return seconds === undefined ? undefined : dateTime(seconds);
    }
    case escape.uri:
    case escape.uriMarkup: {
      const uri = how === escape.uri ? raw : unescapeMarkup(raw);
      // In other values than URIs, `%XX` may be an escape or part of the value.
      return parameterOf(context, one)?.[1] === "uri" || !uri.includes("%") ? uri : undefined;
    }
    case escape.header:
    case escape.headerQuoted:
    case escape.tokens:
      // `%XX` may be an escape or part of the value, and surrounding space is removed.
      return undefined;
    default:
      return raw;
  }
  // The escape may have replaced a character. A text without escapes is as it was written.
  return raw.includes(mark) && value.includes("\ufffd") ? undefined : value;
}

function parameterOf(context: Context, one: number): ParameterRow | undefined {
  return context.entry.parameters[one - argument.parameter];
}

/** Whether an argument can have this value. */
export function isPossible(context: Context, one: number, value: string): boolean {
  if (one < argument.parameter) {
    return one !== argument.retryAfter || /^[0-9.]+$/.test(value);
  }
  const parameter = parameterOf(context, one);
  return parameter === undefined || accepts(parameter, value) || (parameter[2] === 1 && value === "");
}
