/** Matching of paths against the endpoints of entries. The set of all reachable states is kept, so the time is proportional to the path. */

import type { Entry } from "./catalog.js";
import { byteLength } from "./text.js";

/** The longest path that is matched, in bytes; a longer one matches no endpoint. */
const MAX_PATH = 8_192;

/** Whether one of the entry's endpoints matches; `undefined` without endpoints. */
export function endpointOf(entry: Entry, path: string): boolean | undefined {
  return entry.endpoints.length === 0 ? undefined : entry.endpoints.some((program) => matches(program, path));
}

function matches(program: readonly number[], text: string): boolean {
  if (byteLength(text) > MAX_PATH) {
    return false;
  }
  let states = new Set<number>();
  reach(program, 0, states, new Set());
  for (const character of text) {
    const next = new Set<number>();
    const seen = new Set<number>();
    for (const at of states) {
      const behind = step(program, at, character.codePointAt(0) ?? 0);
      if (behind !== undefined) {
        reach(program, behind, next, seen);
      }
    }
    if (next.size === 0) {
      return false;
    }
    states = next;
  }
  return [...states].some((at) => program[at] === 0);
}

/** The state after a character, if the instruction at a position accepts it: 1 a character, 2 any, 3 ranges. */
function step(program: readonly number[], at: number, code: number): number | undefined {
  const op = program[at];
  if (op === 2) {
    return at + 1;
  }
  if (op === 1) {
    const [wanted, next] = number(program, at + 1);
    return wanted === code ? next : undefined;
  }
  if (op !== 3) {
    return undefined;
  }
  let [count, next] = number(program, at + 1);
  let found = false;
  for (; count > 0; count -= 1) {
    const [low, behindLow] = number(program, next);
    const [high, behindHigh] = number(program, behindLow);
    found ||= code >= low && code <= high;
    next = behindHigh;
  }
  return found ? next : undefined;
}

/** Reads a number of variable length, and the position after it. */
function number(program: readonly number[], start: number): [number: number, next: number] {
  let [value, shift, at] = [0, 0, start];
  while (at < program.length) {
    const byte = program[at] ?? 0;
    at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) {
      break;
    }
  }
  return [value, at];
}

/** Adds a state and all states that it reaches without a character: 4 continues at two positions, 5 at one. */
function reach(program: readonly number[], start: number, states: Set<number>, seen: Set<number>): void {
  const waiting = [start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at) || at >= program.length) {
      continue;
    }
    seen.add(at);
    const target = (from: number): number => (program[from] ?? 0) + (program[from + 1] ?? 0) * 256;
    if (program[at] === 4) {
      waiting.push(target(at + 1), target(at + 3));
    } else if (program[at] === 5) {
      waiting.push(target(at + 1));
    } else {
      states.add(at);
    }
  }
}
