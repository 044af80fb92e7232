/** Reads the errors of a body that has none of the catalog's entries: their codes, texts and fields. It identifies no entry. */

import { MAX_DEPTH } from "./document.js";
import { addValue, finish, newFault, saysSomething } from "./fault.js";
import type { Fault, Members } from "./fault.js";
import { isRetryAfter, isTrace, mayBeObject, mayHaveErrors, plain, roleOf, saysNone } from "./names.js";
import type { Role } from "./names.js";
import { MAX_ISSUES, firstOf } from "./subject.js";
import { isDigits, trim } from "./text.js";
import type { Item, Tree } from "./tree.js";

/** Reads the errors of a body. A code that is only the HTTP status comes last. */
export function foreignFaults(tree: Tree, status: string): Fault[] {
  const reader = new Reader(tree, status);
  const [body] = tree.items;
  if (body?.kind === "object") {
    reader.body();
  } else if (body) {
    reader.list(0, newFault(), "");
  }
  return reader.found;
}

/** Returns the delay in seconds that the body or an object in it asks for. */
export function foreignRetryAfter(tree: Tree): string | undefined {
  const own = tree.children(0);
  const members = [...own, ...own.flatMap(({ id }) => tree.children(id))];
  const found = members.find(({ name, value }) => value !== undefined && isRetryAfter(name))?.value;
  if (found !== undefined) {
    return found;
  }
  // Google writes it in a list of details, with its unit: `13s`.
  const value = tree.items.find(({ name }) => name === "retryDelay")?.value;
  return value?.endsWith("s") ? value.slice(0, -1) : undefined;
}

function isText(role: Role | undefined): role is { readonly text: number } {
  return typeof role === "object" && "text" in role;
}

function isCode(role: Role | undefined): role is { readonly code: number } {
  return typeof role === "object" && "code" in role;
}

class Reader {
  readonly found: Fault[] = [];
  readonly #tree: Tree;
  readonly #status: string;

  constructor(tree: Tree, status: string) {
    this.#tree = tree;
    this.#status = status;
  }

  /** Reads an object that is the whole body. */
  body(): void {
    this.#object(0, newFault(), "", false);
    const members = this.#tree.children(0);
    const [only] = members;
    // Without a known name: one object around the error.
    if (this.found.length === 0 && members.length === 1 && only?.kind === "object") {
      this.#object(only.id, newFault(), "", false);
    }
    // Without a known name, or with that of one list among others: a map of fields, as Django and Rails write it.
    if ((this.found.length === 0 || (this.#isMapOfFields(0) && members.length > 1)) && this.#isMapOfTexts(0, 0)) {
      this.found.length = 0;
      this.list(0, newFault(), "");
    }
  }

  /** Whether all members of an object are lists, or objects with the name of a field. */
  #isMapOfFields(id: number): boolean {
    const isField = (name: string): boolean => [undefined, "field", "elementField"].includes(roleOf(name) as string | undefined);
    return this.#tree.children(id).every(({ kind, name }) => kind === "list" || (kind === "object" && isField(name)));
  }

  /** Whether an object has lists of texts by field, directly or in objects. */
  #isMapOfTexts(id: number, depth: number): boolean {
    const isObject = (one: number): boolean => this.#tree.children(one).length === 0 || this.#isMapOfTexts(one, depth + 1);
    const members = depth <= MAX_DEPTH ? this.#tree.children(id) : [];
    const isMember = (item: Item): boolean => {
      if (item.kind === "list") {
        return this.#tree.children(item.id).every((one) => (one.kind === "object" ? isObject(one.id) : one.kind === "value"));
      }
      return item.kind === "object" && this.#isMapOfTexts(item.id, depth + 1);
    };
    return members.length > 0 && members.every(isMember);
  }

  /** Reads an error and the errors in it. `outer` is the error around it, and `field` the name that its map gives it. */
  #object(id: number, outer: Fault, field: string, isElement: boolean): void {
    const members: Members = { fault: newFault(this.#tree.items[id]?.at, isElement), rank: 0, depth: 0, codes: [], lists: [] };
    if (field !== "") {
      members.fault.fields.push(field);
    }
    this.#gather(id, undefined, members, isElement, 0);
    const fault = finish(members);
    const start = this.found.length;
    for (const list of members.lists) {
      if (list.isOne) {
        this.#object(list.id, fault, field, true);
      } else {
        this.list(list.id, fault, field);
      }
    }
    const isNone = isElement && fault.text === undefined && fault.codes.some(({ code }) => saysNone(code));
    if (this.found.length === start && !isNone && saysSomething(fault)) {
      this.#push(fault, outer);
    }
  }

  /** Adds an error, with the codes and texts of the error around it. */
  #push(fault: Fault, outer: Fault): void {
    if (this.found.length > MAX_ISSUES) {
      return;
    }
    for (const code of outer.codes) {
      if (!fault.codes.some((known) => known.code === code.code && known.system === code.system)) {
        fault.codes.push(code);
      }
    }
    const around = outer.text ?? outer.diagnostics;
    if (fault.text !== undefined) {
      fault.diagnostics ??= around;
    } else {
      fault.text = around;
    }
    if (fault.diagnostics === fault.text) {
      fault.diagnostics = undefined;
    }
    if (fault.fields.length === 0) {
      fault.fields = [...outer.fields];
    }
    fault.title ??= outer.title;
    fault.severity ??= outer.severity;
    this.found.push(fault);
  }

  /** Reads a list of errors, or a map of them by field. */
  list(id: number, outer: Fault, field: string): void {
    const item = this.#tree.items[id];
    if (!item || this.found.length > MAX_ISSUES || item.kind === "null") {
      return;
    }
    if (item.kind === "value") {
      const fault = newFault(item.at, true);
      fault.text = item.value !== undefined && trim(item.value) !== "" ? item.value : undefined;
      fault.fields = field === "" ? [] : [field];
      if (fault.text !== undefined) {
        this.#push(fault, outer);
      }
      return;
    }
    const members = this.#tree.children(id);
    if (item.kind === "list") {
      for (const element of members) {
        if (element.kind !== "object") {
          this.list(element.id, outer, field);
        } else if (this.#isMap(element.id)) {
          this.list(element.id, outer, field);
        } else if (this.#tree.children(element.id).length > 0) {
          this.#object(element.id, outer, field, true);
        }
      }
      return;
    }
    if (this.#isError(id)) {
      this.#object(id, outer, field, true);
      return;
    }
    const around = plain(item.name);
    for (const member of members.filter(({ name }) => !isTrace(name))) {
      const name = plain(member.name);
      // Elements of a list in XML, and errors of no field.
      const isElement = ["error", "errors", "item", "violation", "member", "nonfielderrors"].includes(name) || around === `${name}s`;
      const inner = isElement ? field : field === "" ? member.name : `${field}.${member.name}`;
      if (isElement && member.kind === "object") {
        this.#object(member.id, outer, inner, true);
      } else {
        this.list(member.id, outer, inner);
      }
    }
  }

  /** Whether all members of an object are lists, as in a map of errors by field. */
  #isMap(id: number): boolean {
    const members = this.#tree.children(id).filter(({ name }) => !isTrace(name));
    return members.length > 0 && members.every(({ kind }) => kind === "list");
  }

  /** Whether an object has a text, a list or an object for each field. */
  #hasTexts(id: number): boolean {
    const isTextOrMore = ({ kind, value }: Item): boolean => (value === undefined ? kind !== "null" : /\p{White_Space}/u.test(value));
    return this.#tree.children(id).every(isTextOrMore);
  }

  /** Whether an object has several objects of one name, as XML writes a list. */
  #isOneOfSeveral(object: number, name: string): boolean {
    return this.#tree.children(object).filter((item) => item.kind === "object" && item.name === name).length > 1;
  }

  /** Whether an object is an error, and not a map of errors by field. */
  #isError(id: number): boolean {
    const members = this.#tree.children(id);
    // A field can be called `summary` or `title`.
    const allKnown = members.every(({ name }) => roleOf(name) !== undefined);
    return members.some(({ kind, name }) => {
      const role = roleOf(name);
      if (kind !== "value" || role === undefined) {
        return false;
      }
      return isText(role) ? role.text <= 2 || (role.text <= 6 && allKnown) : role === "title" && allKnown;
    });
  }

  /** Collects the members of an error, and of the objects around and in it that belong to it. `around` is the role of an object in it. */
  #gather(id: number, around: Role | undefined, members: Members, isElement: boolean, depth: number): void {
    if (depth > MAX_DEPTH) {
      return;
    }
    for (const item of this.#tree.children(id)) {
      const own = roleOf(item.name) ?? (this.#hasErrors(item) ? "list" : undefined);
      const role = own !== "value" ? own : isText(around) ? around : isCode(around) ? { code: 2 } : undefined;
      if (role === undefined) {
        continue;
      }
      if (item.value !== undefined) {
        addValue(role, item, members, isElement);
        // An element of XML can have a text and attributes, such as a code.
        for (const inner of this.#tree.children(item.id)) {
          const code = roleOf(inner.name);
          if (isCode(code)) {
            addValue(code, inner, members, isElement);
          }
        }
        const last = members.codes.at(-1);
        if (last?.code.code === this.#status) {
          last.rank = 0xffff;
        }
      } else if (item.kind === "list" || item.kind === "object") {
        this.#gatherInner(id, item, role, members, isElement, depth);
      }
    }
  }

  #gatherInner(id: number, item: Item, role: Role, members: Members, isElement: boolean, depth: number): void {
    const isList = item.kind === "list";
    const isWrapperOrText = role === "wrapper" || isText(role);
    const inner = (): void => {
      members.depth += 10;
      this.#gather(item.id, role, members, isElement, depth + 1);
      members.depth -= 10;
    };
    if ((role === "field" || role === "elementField") && isList && isElement) {
      const path = this.#path(item.id);
      if (path !== "") {
        members.fault.fields.push(path);
      }
    } else if (role === "fields" && isList && this.#tree.children(item.id).every(({ kind }) => kind === "value")) {
      members.fault.fields.push(...this.#tree.children(item.id).flatMap(({ value }) => value ?? []));
    } else if (role === "elementField" && !isList && isElement) {
      const inside = this.#tree.children(item.id);
      const isField = ({ name, value }: Item): boolean => value !== undefined && ["field", "elementField"].includes(roleOf(name) as string);
      members.fault.fields.push(...inside.filter(isField).slice(0, 1).flatMap(({ value }) => value ?? []));
    } else if (role === "source" && !isList) {
      members.fault.fields.push(...this.#tree.children(item.id).flatMap(({ value }) => value ?? []));
    } else if ((role === "list" || isText(role)) && isList && this.#isInfo(item.id)) {
      this.#infos(item.id, members);
    } else if (role === "list" && !isList && mayBeObject(item.name) && !this.#hasTexts(item.id)) {
      inner();
    } else if (role === "list" || role === "fields" || (isWrapperOrText && (isList || this.#isMap(item.id)))) {
      members.lists.push({ id: item.id, isOne: false });
    } else if (isWrapperOrText && this.#isOneOfSeveral(id, item.name)) {
      members.lists.push({ id: item.id, isOne: true });
    } else if (!isList && (isWrapperOrText || isCode(role) || role === "type")) {
      inner();
    }
  }

  /** Whether a list under an unknown name has errors: objects, some with a code and a message. */
  #hasErrors({ id, kind, name }: Item): boolean {
    const elements = kind === "list" && mayHaveErrors(name) ? this.#tree.children(id) : [];
    const isError = (element: number): boolean => {
      const roles = this.#tree.children(element).flatMap((item) => (item.value === undefined ? [] : (roleOf(item.name) ?? [])));
      return roles.some(isCode) && roles.some((role) => isText(role) && role.text === 1);
    };
    return elements.every((element) => element.kind === "object") && elements.some((element) => isError(element.id));
  }

  /** Whether a list has details of the same error, as Google writes them (`@type`). */
  #isInfo(list: number): boolean {
    return this.#tree.children(list).some(({ id }) => this.#tree.children(id).some(({ name }) => name === "@type"));
  }

  /** Reads details of the same error: reasons, and lists of invalid fields. */
  #infos(list: number, members: Members): void {
    for (const { id } of this.#tree.children(list)) {
      const all = this.#tree.children(id);
      const member = (wanted: string): string | undefined => firstOf(all, ({ name, value }) => (name === wanted ? value : undefined));
      const code = member("reason");
      if (code !== undefined) {
        members.codes.push({ rank: members.depth + 1, code: { code, system: member("domain") } });
      }
      members.fault.diagnostics ??= member("message");
      const lists = all.filter(({ kind, name }) => kind === "list" && roleOf(name) === "list");
      members.lists.push(...lists.map((one) => ({ id: one.id, isOne: false })));
    }
  }

  /** A list of names and numbers as one path: `a.b[0]`. */
  #path(list: number): string {
    let path = "";
    for (const { value } of this.#tree.children(list)) {
      if (value !== undefined) {
        path += isDigits(value) ? `[${value}]` : (path === "" ? "" : ".") + value;
      }
    }
    return path;
  }
}
