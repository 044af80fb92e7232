/** The text of an HTML page: its title, its first heading, or its first text. */

import { firstOf } from "./subject.js";
import { cut, isSame, trim } from "./text.js";
import { unescapeMarkup } from "./unescape.js";

/** The number of bytes of a page that are searched. */
const MAX_SEARCH = 64 << 10;

/** Elements whose content is not markup. */
const SCRIPTS = ["script", "style"];

/** Elements whose content is not shown. */
const HIDDEN = ["script", "style", "head"];

/** The title of a page, else its first heading, else its first text. */
export function pageText(whole: string): string | undefined {
  const page = cut(whole, MAX_SEARCH);
  const title = firstOf(["title", "h1", "h2", "h3", "h4", "h5", "h6"], (name) => {
    const content = element(page, name);
    return content === undefined ? undefined : shown(content) || undefined;
  });
  return title ?? firstText(page);
}

/** The content of the first element with this name. */
function element(page: string, name: string): string | undefined {
  for (let at = page.indexOf("<"); at >= 0; at = page.indexOf("<", at)) {
    if (isTag(page, at + 1, name)) {
      const start = page.indexOf(">", at) + 1;
      const end = start === 0 ? -1 : endOf(page, start, name);
      return end < 0 ? undefined : page.slice(start, end);
    }
    const behind = behindHidden(page, at, SCRIPTS) ?? at + 1;
    if (behind < 0) {
      return undefined;
    }
    at = behind;
  }
  return undefined;
}

/** The position behind a comment or a hidden element that begins at a `<`; -1 without its end. */
function behindHidden(page: string, at: number, names: readonly string[]): number | undefined {
  const isComment = page.startsWith("!--", at + 1);
  const name = names.find((one) => isTag(page, at + 1, one));
  if (!isComment && name === undefined) {
    return undefined;
  }
  const from = isComment ? at + 1 : endOf(page, at + 1, name ?? "");
  const end = from < 0 ? -1 : page.indexOf(isComment ? "-->" : ">", from);
  return end < 0 ? -1 : end + (isComment ? 3 : 1);
}

/** The position of the end tag of an element; -1 without one. */
function endOf(page: string, from: number, name: string): number {
  let at = page.indexOf("</", from);
  while (at >= 0 && !isTag(page, at + 2, name)) {
    at = page.indexOf("</", at + 2);
  }
  return at;
}

/** Whether the name of a tag starts at a position. */
function isTag(page: string, at: number, name: string): boolean {
  return isSame(page.slice(at, at + name.length), name) && !/^[0-9A-Za-z-]/.test(page.slice(at + name.length, at + name.length + 1));
}

/** The text of a piece of a page, without tags and with decoded character references. */
function shown(piece: string): string {
  const [first = "", ...others] = trim(piece).split("<");
  const texts = others.map((part) => (part.includes(">") ? part.slice(part.indexOf(">") + 1) : ""));
  const text = [first, ...texts].map(unescapeMarkup).join("");
  return others.length === 0 ? text : trim(text);
}

/** The first text between tags that is shown. */
function firstText(page: string): string | undefined {
  for (let at = 0; ; ) {
    const tag = page.indexOf("<", at);
    const text = trim(page.slice(at, tag < 0 ? undefined : tag));
    if (text !== "") {
      return unescapeMarkup(text);
    }
    if (tag < 0) {
      return undefined;
    }
    const hidden = behindHidden(page, tag, HIDDEN);
    const end = hidden ?? page.indexOf(">", tag) + 1;
    if (end <= 0) {
      return undefined;
    }
    at = end;
  }
}
