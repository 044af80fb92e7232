/** A body as a tree of all its members, in JSON and XML alike. */

import { MAX_NODES, Stop } from "./document.js";

/** The kind of a member. */
export type ItemKind = "object" | "list" | "value" | "null";

/** A member of an object, an element of a list, or the body. */
export interface Item {
  readonly id: number;
  /** The name of a member or XML element; empty for an element of a list. */
  readonly name: string;
  kind: ItemKind;
  /** The position of its first character in the text. */
  readonly at: number;
  value: string | undefined;
  /** The number of the first item after this one and all items in it. */
  next: number;
}

/** All items of a body, each before the items in it. */
export class Tree {
  readonly items: Item[] = [];
  /** The body has more items. */
  isFull = false;

  push(name: string, kind: ItemKind, at: number, value: string | undefined): number {
    if (this.items.length >= MAX_NODES) {
      this.isFull = true;
      throw new Stop("full");
    }
    const id = this.items.length;
    this.items.push({ id, name, kind, at, value, next: id + 1 });
    return id;
  }

  /** Closes an item: all later ones so far are in it. */
  close(id: number): void {
    const item = this.items[id];
    if (item) {
      item.next = this.items.length;
    }
  }

  set(id: number, kind: ItemKind, value: string | undefined): void {
    const item = this.items[id];
    if (item) {
      item.kind = kind;
      item.value = value;
    }
  }

  /** The members of an object, or the elements of a list. */
  children(id: number): Item[] {
    const found: Item[] = [];
    const end = this.items[id]?.next ?? 0;
    for (let at = id + 1; at < end; ) {
      const item = this.items[at];
      if (!item) {
        break;
      }
      found.push(item);
      at = item.next;
    }
    return found;
  }

  /** Whether an object has two members of one name. */
  get hasDuplicates(): boolean {
    return this.items.some((item) => {
      const names = item.kind === "object" ? this.children(item.id).map((member) => member.name) : [];
      return new Set(names).size < names.length;
    });
  }
}
