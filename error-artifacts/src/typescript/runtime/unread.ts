/** The values of a body that no other member of a decoded response has. */

import { BODY, flag } from "./catalog.js";
import type { Catalog, Entry } from "./catalog.js";
import { entriesOf } from "./decide.js";
import type { Decoded } from "./decoded.js";
import { jsonTree } from "./json.js";
import { Context, NO, fit } from "./pattern.js";
import { isDigits } from "./text.js";
import type { Tree } from "./tree.js";
import { xmlTree } from "./xml_tree.js";

/** A value of a body that was not read. */
export interface Unread {
  /** The place of the value: a JSON Pointer (RFC 6901), in XML with the names of elements and attributes. */
  readonly path: string;
  /** The value as text. */
  readonly value: string;
}

/**
 * Returns the members of the body that were not read. A value that the decoded response has is left out, and so is one that the template of an
 * identified entry has at its place. Of a large body, the first 8,192 values are listed.
 */
export function unreadWith(catalog: Catalog, decoded: Decoded): Unread[] {
  const isXml = decoded.kind === "xml";
  if (!isXml && decoded.kind !== "json") {
    return [];
  }
  const read = readTexts(decoded);
  const entries = decoded.issues.flatMap((issue) => entriesOf(catalog, issue)).flatMap((entry) => [entry, ...entry.translations]);
  const isWritten = writtenBy(catalog, decoded, entries);
  const isType = ({ path, value }: Unread): boolean => path.endsWith("/resourceType") && value === "OperationOutcome";
  const all = values(isXml ? xmlTree(decoded.body) : jsonTree(catalog, decoded.body));
  return all.filter((one) => !isType(one) && !read.has(one.value) && !isWritten(one));
}

/** All texts of the body that the decoded response has. */
function readTexts(decoded: Decoded): Set<string | undefined> {
  const { bodyRequestId, id, instance, issues } = decoded;
  const texts = issues.flatMap(({ severity, issueType, text, diagnostics, codings, expressions, locations, parameters }) => [
    ...[severity, issueType, text, diagnostics, ...expressions, ...locations, ...Object.values(parameters)],
    ...codings.flatMap(({ code, system, display }) => [code, system, display]),
  ]);
  return new Set([bodyRequestId, id, instance, ...texts]);
}

/** Whether the template of an entry writes a value at its place. */
function writtenBy(catalog: Catalog, { kind, status }: Decoded, entries: readonly Entry[]): (one: Unread) => boolean {
  const all = entries.flatMap((entry) => {
    const context = new Context(entry, status);
    return (entry.response.shape?.of(entry) ?? []).map((leaf) => ({ ...leaf, context }));
  });
  /** The place of a member, or of an element or attribute of XML. An element of an array in problem details has the place of the array. */
  const placeIn = (around: number | undefined, name: string): number | undefined => {
    if (around === undefined) {
      return undefined;
    }
    const member = catalog.child(around, name);
    return kind === "xml" ? (member ?? catalog.child(around, `@${name}`) ?? (name === "i" ? around : undefined)) : member;
  };
  return ({ path, value }) => {
    const names = path.split("/").slice(1);
    let [outer, own, valueName]: [number | undefined, number | undefined, string] = [undefined, BODY, ""];
    const around: (number | undefined)[] = [own];
    for (const name of names.filter((one) => !isDigits(one))) {
      // The extensions of a value are inside of it in XML, and beside it in JSON.
      const extensions: number | undefined = kind === "xml" && outer !== undefined ? catalog.child(outer, `_${valueName}`) : undefined;
      const place: number | undefined = placeIn(own, name) ?? (extensions === undefined ? undefined : catalog.child(extensions, name));
      [outer, own, valueName] = [own, place, name];
      around.push(own);
    }
    return all.some(({ flags, place, program, context }) => {
      // A JSON leaf reads everything inside of an array or an object.
      return flags & flag.json ? around.includes(place) : place === own && program !== undefined && fit(context, program, value) !== NO;
    });
  };
}

/** All values of a tree with their paths. */
function values(tree: Tree): Unread[] {
  const found: Unread[] = [];
  const visit = (id: number, path: string): void => {
    const item = tree.items[id];
    if (item?.value !== undefined) {
      found.push({ path, value: item.value });
    }
    tree.children(id).forEach((child, number) => {
      const token = item?.kind === "list" ? String(number) : child.name.replaceAll("~", "~0").replaceAll("/", "~1");
      visit(child.id, `${path}/${token}`);
    });
  };
  visit(0, "");
  return found;
}
