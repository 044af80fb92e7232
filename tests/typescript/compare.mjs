// Compares the decoder in TypeScript with the one in Rust: every response that a test of the latter decoded, in all that it reported.
//
//     node compare.mjs FOLDER
//
// FOLDER has the recorded cases (tests/behaviour/src/recorded.rs) and, in dist/, the compiled modules of their catalogs.
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { attemptsOf, problemsOf } from "./report.mjs";

const folder = resolve(process.argv[2]);
const filter = process.argv[3];
const shown = Number(process.env.SHOW ?? 5);

const modules = new Map();
async function moduleOf(catalog) {
  if (!modules.has(catalog)) {
    modules.set(catalog, await import(pathToFileURL(join(folder, "dist", `${catalog}.js`))));
  }
  return modules.get(catalog);
}

let [passed, failed, time] = [0, 0, 0];
const seen = new Set();
const byTest = new Map();
for (const file of readdirSync(folder).filter((name) => name.startsWith("cases-"))) {
  let attempts;
  for await (const line of createInterface({ input: createReadStream(join(folder, file)) })) {
    const one = JSON.parse(line);
    if (one.attempts) {
      attempts = attemptsOf(one);
      continue;
    }
    const key = one.catalog + JSON.stringify(one.response);
    if (seen.has(key) || (filter && !one.test.includes(filter))) {
      continue;
    }
    seen.add(key);
    const module = await moduleOf(one.catalog);
    const start = performance.now();
    const problems = problemsOf(module, one, attempts);
    time += performance.now() - start;
    if (problems.length === 0) {
      passed += 1;
      continue;
    }
    failed += 1;
    byTest.set(one.test, (byTest.get(one.test) ?? 0) + 1);
    if (failed <= shown) {
      const name = readFileSync(join(folder, `${one.catalog}.text`), "utf8").length;
      console.error(`--- ${one.test} (${one.catalog}, ${name} characters of text)\n${JSON.stringify(one.response).slice(0, 1500)}\n${problems.slice(0, 8).join("\n")}\n`);
    }
  }
}
for (const [test, count] of [...byTest].sort((one, other) => other[1] - one[1])) {
  console.error(`${count} of ${test}`);
}
console.log(`${modules.size} catalogs, ${Math.round(time)} ms`);
console.log(`test result: compared responses. ${passed} passed; ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
