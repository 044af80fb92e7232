/** Views of the table of a catalog. */

import type { Format, FormRow, LeafRow, ParameterRow, Program, ResponseRow, RetryClass, Severity, Table } from "./table.js";

/** The flags of a leaf. */
export const flag = { repeated: 1, shared: 2, identity: 4, strong: 8, words: 16, json: 32, constant: 64, problemType: 128 } as const;

/** The placeholder of a leaf that is a single placeholder. */
export const role = {
  none: 0,
  code: 1,
  status: 2,
  severity: 3,
  issue: 4,
  title: 5,
  message: 6,
  diagnostics: 8,
  requestId: 9,
  id: 10,
  instance: 11,
  retryAfter: 13,
  expression: 17,
  location: 18,
} as const;

/** Paths in a region that are read for every template. */
export const usual = {
  resourceType: 0,
  id: 1,
  severity: 2,
  issueType: 3,
  text: 4,
  coding: 5,
  code: 6,
  system: 7,
  display: 8,
  diagnostics: 9,
  expression: 10,
  location: 11,
  texts: 12,
} as const;

/** The place of the body itself. */
export const BODY = 0;

/** The severities, the most severe first. */
export const SEVERITIES: readonly Severity[] = ["fatal", "error", "warning", "information", "success"];

/** Whether an issue of this severity is a failure: an error, and not a warning. */
export function isFailure(severity: string): boolean {
  return severity === "fatal" || severity === "error";
}

/** A value in the template of a response. */
export interface Leaf {
  readonly place: number;
  readonly number: number;
  readonly flags: number;
  readonly role: number;
  /** The program of all entries or of one; `undefined` if it is unknown. */
  readonly program: Program | undefined;
  readonly beside: readonly [system: number, display: number];
}

/** The leaves of the body of a response. */
export class Shape {
  readonly region: number;
  readonly leaves: readonly Leaf[];
  readonly roles: number;
  /** A bit for each number of a leaf below 64. */
  readonly numbers: bigint;
  readonly #programs: readonly Program[];

  constructor(table: Table, region: number, rows: readonly LeafRow[]) {
    this.region = region;
    this.#programs = table.programs;
    this.leaves = rows.map(([place, number, flags, role, program, system, display]) => ({
      place,
      number,
      flags,
      role,
      program: flags & flag.shared ? table.programs[program] : undefined,
      beside: [system, display],
    }));
    this.roles = this.leaves.reduce((bits, leaf) => bits | (1 << leaf.role), 0);
    this.numbers = this.leaves.reduce((bits, { number }) => (number < 64 ? bits | (1n << BigInt(number)) : bits), 0n);
  }

  has(wanted: number): boolean {
    return ((this.roles >>> wanted) & 1) === 1;
  }

  /** The leaves with a role. */
  withRole(wanted: number): readonly Leaf[] {
    return this.has(wanted) ? this.leaves.filter((leaf) => leaf.role === wanted) : [];
  }

  /** Whether the repeated part has a leaf with this role. A title is also a message. */
  repeats(wanted: number): boolean {
    const roles = wanted === role.message || wanted === role.title ? [role.message, role.title] : [wanted];
    return roles.some((one) => this.withRole(one).some((leaf) => leaf.flags & flag.repeated));
  }

  /** The leaves with the programs of an entry. */
  of(entry: Entry): readonly Leaf[] {
    const own = entry.form[0];
    let next = 0;
    return this.leaves.map((leaf) => {
      if (leaf.flags & flag.shared) {
        return leaf;
      }
      const program = own[next] ?? -1;
      next += 1;
      return { ...leaf, program: this.#programs[program] };
    });
  }

  /** The program of an entry at a place. */
  programAt(place: number, entry: Entry): Program | undefined {
    return this.of(entry).find((leaf) => leaf.place === place)?.program;
  }
}

/** The description of a response. */
export class Response {
  readonly name: string;
  readonly type: string;
  readonly format: Format;
  readonly inBand: boolean;
  readonly shape: Shape | undefined;

  constructor(table: Table, [name, type, format, inBand, shape]: ResponseRow) {
    this.name = name;
    this.type = type;
    this.format = format;
    this.inBand = inBand === 1;
    this.shape = shape && new Shape(table, shape[0], shape[1]);
  }
}

const NO_FORM: FormRow = [[], []];

/** An entry, or an entry in another language. */
export class Entry {
  readonly position: number;
  readonly name: string;
  readonly code: string | number | null;
  readonly status: number;
  readonly response: Response;
  readonly severity: Severity;
  readonly issueType: string;
  readonly retry: RetryClass | "";
  /** The delay that the catalog documents, in milliseconds. */
  readonly delay: number | undefined;
  readonly form: FormRow;
  readonly row: readonly string[];
  readonly headers: readonly (readonly [name: string, program: Program])[];
  /** The program of a body that is one text, and of its message. */
  readonly body: Program | undefined;
  readonly message: Program | undefined;
  readonly aliases: readonly string[];
  readonly methods: readonly string[];
  readonly endpoints: readonly (readonly number[])[];
  readonly parameters: readonly ParameterRow[];
  readonly range: readonly [number, number] | undefined;
  readonly statuses: readonly number[];
  /** The entry in other languages. */
  readonly translations: Entry[] = [];

  constructor(catalog: Catalog, position: number, translation?: readonly [form: number, row: readonly string[]]) {
    const { table, responses } = catalog;
    const [name, code, status, response, severity, issueType, retry, delay, form, row, more] = table.entries[position]!;
    this.position = position;
    this.name = name;
    this.code = code;
    this.status = status;
    this.response = responses[response]!;
    this.severity = severity;
    this.issueType = issueType;
    this.retry = retry;
    this.delay = delay < 0 ? undefined : delay;
    this.form = table.forms[translation?.[0] ?? form] ?? NO_FORM;
    this.row = translation?.[1] ?? row;
    const [, headers, body, message] = this.form;
    this.headers = headers.map(([name, program]) => [name, table.programs[program] ?? []]);
    this.body = body === undefined ? undefined : table.programs[body];
    this.message = message === undefined ? undefined : table.programs[message];
    this.aliases = more?.aliases ?? [];
    this.methods = more?.methods ?? [];
    this.endpoints = (more?.endpoints ?? []).map((number) => table.endpoints[number] ?? []);
    this.parameters = more?.parameters ?? [];
    this.range = more?.range;
    this.statuses = more?.statuses ?? [status];
  }

  /** The code as text. */
  get codeText(): string | undefined {
    return this.code === null ? undefined : String(this.code);
  }

  /** Whether the entry forwards the status of another server. */
  get forwards(): boolean {
    return this.range !== undefined;
  }

  hasStatus(status: number): boolean {
    return this.range ? status >= this.range[0] && status <= this.range[1] : this.statuses.includes(status);
  }
}

/** A catalog, ready for decoding. */
export class Catalog {
  readonly table: Table;
  readonly responses: readonly Response[];
  readonly entries: readonly Entry[];
  /** Entries by their name. */
  readonly byName: ReadonlyMap<string, Entry>;
  /** Entries by their code, then by their aliases. */
  readonly byCode: ReadonlyMap<string, readonly Entry[]>;
  /** Entries whose responses have no code. */
  readonly codeless: readonly Entry[];
  readonly hasInBand: boolean;
  /** The children of each place by their names. */
  readonly children: readonly ReadonlyMap<string, number>[];

  constructor(table: Table) {
    this.table = table;
    this.responses = table.responses.map((row) => new Response(table, row));
    this.entries = table.entries.map((_, position) => new Entry(this, position));
    for (const [position, form, row] of table.translations) {
      this.entries[position]?.translations.push(new Entry(this, position, [form, row]));
    }
    this.byName = new Map(this.entries.map((entry) => [entry.name, entry]));
    const byCode = new Map<string, Entry[]>();
    const add = (code: string, entry: Entry): void => {
      const all = byCode.get(code);
      if (all) {
        all.push(entry);
      } else {
        byCode.set(code, [entry]);
      }
    };
    for (const entry of this.entries) {
      if (entry.codeText !== undefined) {
        add(entry.codeText, entry);
      }
    }
    for (const entry of this.entries) {
      entry.aliases.forEach((alias) => add(alias, entry));
    }
    this.byCode = byCode;
    this.codeless = this.entries.filter((entry) => entry.code === null || !entry.response.shape?.has(role.code));
    this.hasInBand = this.responses.some((response) => response.inBand);
    this.children = table.places.map(([, , first, count]) => {
      const names = new Map<string, number>();
      for (let child = first; child < first + count; child += 1) {
        const name = table.places[child]?.[0];
        if (name !== undefined && !names.has(name)) {
          names.set(name, child);
        }
      }
      return names;
    });
  }

  /** The place of the member with this name. */
  child(place: number, name: string): number | undefined {
    return this.children[place]?.get(name);
  }

  parent(place: number): number {
    return this.table.places[place]?.[1] ?? 0;
  }

  /** Whether a place is inside another one. */
  isBelow(place: number, outer: number): boolean {
    for (let around = place; around !== BODY; ) {
      around = this.parent(around);
      if (around === outer) {
        return true;
      }
    }
    return false;
  }

  isNamed(place: number, name: string): boolean {
    return this.table.places[place]?.[0] === name;
  }

  /** Whether a leaf reads an array or an object at a place as one value. */
  isWhole(place: number): boolean {
    return this.table.places[place]?.[4] === 1;
  }

  /** The place of a region. */
  regionPlace(region: number): number {
    return this.table.regions[region]?.[0] ?? -1;
  }

  /** The place of a usual path in a region. */
  usual(region: number, path: number): number {
    return this.table.regions[region]?.[path + 1] ?? -1;
  }
}
