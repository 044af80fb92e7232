// Compares the decoder in TypeScript with the one in Rust: every response that a test of the latter decoded, in all that it reported.
//
//     node compare.mjs FOLDER
//
// FOLDER has the recorded cases (tests/behaviour/src/recorded.rs) and, in dist/, the compiled modules of their catalogs.
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const filter = process.argv[3];
const shown = Number(process.env.SHOW ?? 5);

/** What a module reports about a response, in the fields of the recorded cases. */
function report(module, response, now, attempts) {
  const decoded = module.decode({
    ...response,
    body: typeof response.body === "string" ? response.body : Uint8Array.from(response.body),
  });
  const absent = (value) => value ?? null;
  const advice = module.advice(decoded);
  const issue = (one) => ({
    candidates: one.candidates,
    position: one.position,
    offset: one.offset,
    status: one.status,
    code: absent(one.code),
    severity: absent(one.severity),
    issueType: absent(one.issueType),
    text: absent(one.text),
    diagnostics: absent(one.diagnostics),
    expressions: one.expressions,
    locations: one.locations,
    codings: one.codings.map(({ code, system, display }) => [absent(code), absent(system), absent(display)]),
    parameters: one.parameters,
    drift: absent(one.drift?.text),
    action: absent(module.action(decoded, one)),
    userMessage: module.userMessage(decoded, one),
  });
  for (const one of decoded.issues) {
    const found = { 0: "unknown", 1: "known" }[one.candidates.length] ?? "ambiguous";
    if (one.found !== found || (one.found === "known") !== (one.error !== undefined)) {
      throw new Error(`expected ${found}, found ${one.found}`);
    }
  }
  return {
    kind: decoded.kind,
    notes: decoded.notes,
    response: absent(decoded.response),
    error: decoded.isError,
    entry: absent(decoded.error?.entry),
    requestId: absent(decoded.requestId),
    id: absent(decoded.id),
    instance: absent(decoded.instance),
    retryAfter: absent(decoded.retryAfter),
    advice: { class: advice.class, delay: absent(advice.delay), byEndpoint: advice.byEndpoint, byStatus: advice.byStatus },
    decisions: attempts.map(({ attempt, budget }) => {
      const { repeatable, ...others } = attempt;
      const given = repeatable === null ? others : { ...others, repeatable };
      return decision(module, module.decide(decoded, given, budget));
    }),
    action: absent(module.action(decoded)),
    userMessage: module.userMessage(decoded),
    german: module.userMessage(decoded, undefined, "de-AT"),
    log: module.logLine(decoded),
    issues: decoded.issues.map(issue),
  };
}

/** A decision as Rust's numbers print it. */
function decision(module, one) {
  const number = (milliseconds) => (Number.isInteger(milliseconds) ? `${BigInt(milliseconds)}.0` : String(milliseconds));
  const numbers = {
    never: () => ` ${one.why}`,
    after: () => ` ${number(one.delay)}`,
    later: () => ` ${number(one.delay)}`,
    backoff: () => ` ${number(one.delay)} ${number(one.longest)} ${one.left}`,
  };
  return `${one.class}${numbers[one.class]?.() ?? ""}; ${module.decisionText(one)}`;
}

/** The members that differ, for people. */
function differences(actual, expected, path = "") {
  if (isDeepStrictEqual(actual, expected)) {
    return [];
  }
  if (typeof actual !== "object" || typeof expected !== "object" || !actual || !expected) {
    return [`${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`];
  }
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...names].flatMap((name) => differences(actual[name], expected[name], `${path}/${name}`));
}

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
  let head;
  for await (const line of createInterface({ input: createReadStream(join(folder, file)) })) {
    const one = JSON.parse(line);
    if (one.attempts) {
      head = one;
      continue;
    }
    const key = one.catalog + JSON.stringify(one.response);
    if (seen.has(key) || (filter && !one.test.includes(filter))) {
      continue;
    }
    seen.add(key);
    let problems;
    try {
      const module = await moduleOf(one.catalog);
      const start = performance.now();
      const actual = JSON.parse(JSON.stringify(report(module, one.response, head.now, head.attempts)));
      time += performance.now() - start;
      problems = differences(actual, one.expected);
    } catch (error) {
      problems = [error.stack];
    }
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
