// A program with the types of both generators, which reads what a server sends.
import { readFileSync } from "node:fs";
import type { components } from "./work/cards.openapi-typescript.ts";
import type { Cards409 } from "./work/cards.hey-api/types.gen.ts";

type Conflict = components["schemas"]["Cards409"];

function first(problem: Conflict): string {
  switch (problem.code) {
    case "CARD_BLOCKED":
      return `blocked: ${problem.reason ?? "no reason"}`;
    case "CARD_EXPIRED":
      return `expired: ${problem.until ?? "unknown"}`;
    default: {
      const none: never = problem;
      return none;
    }
  }
}

function second(problem: Cards409): string {
  switch (problem.code) {
    case "CARD_BLOCKED":
      return `blocked: ${problem.reason ?? "no reason"}`;
    case "CARD_EXPIRED":
      return `expired: ${problem.until ?? "unknown"}`;
    default: {
      const none: never = problem;
      return none;
    }
  }
}

for (const path of process.argv.slice(2)) {
  const body: unknown = JSON.parse(readFileSync(path, "utf8"));
  console.log(first(body as Conflict), "/", second(body as Cards409));
}
