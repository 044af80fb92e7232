// The parts of node that the program uses, so that it needs no package with types.
declare module "node:fs" {
  export function readFileSync(path: string, encoding: "utf8"): string;
}
declare const process: { argv: string[] };
declare const console: { log(...values: unknown[]): void };
