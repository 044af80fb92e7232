// Judges the OpenAPI documents of the six catalogs: alone, with paths and merged into api.json, of OpenAPI 3.1 and 3.0, as JSON and as YAML. Then a program with generated types
// reads bodies, and schemathesis looks for errors of the example server that its documents do not have.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

const [binaries] = process.argv.slice(2);
const root = join(import.meta.dirname, "../..");
const work = join(import.meta.dirname, "work");
const catalogs = ["bars", "blue-button", "gp-connect", "gp-connect-dstu2", "health-gorilla", "medblocks"];
const environment = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", CI: "true", SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: import.meta.dirname };
let passed = 0;
let failed = 0;

rmSync(work, { recursive: true, force: true });
mkdirSync(work);

function check(name, holds, details = "") {
  if (holds) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`failed: ${name}\n${details.slice(0, 6000)}`);
  }
}

function run(command, args, options = {}) {
  const ran = spawnSync(command, args, { encoding: "utf8", cwd: import.meta.dirname, env: environment, maxBuffer: 1 << 28, ...options });
  return { ok: ran.status === 0, out: ran.stdout ?? "", text: `${ran.error ?? ""}${ran.stdout ?? ""}${ran.stderr ?? ""}` };
}

const tool = (name) => join(import.meta.dirname, "node_modules/.bin", name);
const python = (name) => join(import.meta.dirname, ".venv/bin", name);

function errorCatalog(name, ...args) {
  const ran = run(join(binaries, "error-catalog"), args);
  check(name, ran.ok, ran.text);
  return ran.out;
}

function written(name, text) {
  const path = join(work, name);
  writeFileSync(path, text);
  return path;
}

// Returns whether each validator accepts documents.
function judge(documents, kind) {
  const rules = { components: "-components", paths: "-paths" }[kind] ?? "";
  const suffix = kind === "components" ? "-components" : "";
  return {
    redocly: run(tool("redocly"), ["lint", `--config=redocly${suffix}.yaml`, ...documents]),
    spectral: run(tool("spectral"), ["lint", "-q", "-r", `spectral${rules}.yaml`, "--fail-severity=warn", ...documents]),
    "openapi-spec-validator": run(python("openapi-spec-validator"), documents),
  };
}

function judged(what, documents, kind) {
  for (const [validator, ran] of Object.entries(judge(documents, kind))) {
    check(`${what} for ${validator}`, ran.ok, ran.text);
  }
}

const api = JSON.parse(readFileSync(join(import.meta.dirname, "api.json"), "utf8"));
const cards = join(root, "error-artifacts/tests/openapi/cards.json");
const alone = [];
const merged = [];
const withPaths = [];
for (const [version, full] of [["3.1", "3.1.0"], ["3.0", "3.0.3"]]) {
  const base = written(`api-${version}.json`, JSON.stringify({ ...api, openapi: full }, null, 2));
  for (const name of catalogs) {
    const catalog = join(root, `catalogs/${name}.json`);
    alone.push(written(`${name}-${version}.json`, errorCatalog(`document of ${name}`, "openapi", catalog, "--version", version)));
    merged.push(written(`${name}-merged-${version}.json`, errorCatalog(`merge of ${name}`, "openapi", catalog, "--merge", base)));
  }
}
for (const version of ["3.1", "3.0"]) {
  for (const [name, catalog] of [["cards", cards], ["blue-button", join(root, "catalogs/blue-button.json")]]) {
    withPaths.push(written(`${name}-paths-${version}.json`, errorCatalog(`operations of ${name}`, "openapi", catalog, "--paths", "--version", version)));
  }
}
// Each document as YAML too: for the validators those of 3.1, which have all that those of 3.0 have.
const hostile = written("hostile.json", JSON.stringify({
  name: "hostile",
  title: "yes",
  responses: { default: { format: "json", body: { code: "{code}", "on: #x": "{title}", "---": "{x-odd}", "? \u2028\u0085": "no" } } },
  errors: Object.fromEntries(["null", "- a: b", "*alias", "!!binary", "1_000", "0x1f", "%YAML", "a #b", "'\"", "|\n  x\n y", "\ttab", "\ufeff", "2026-01-31", "~", "x".repeat(1100)].map((odd, at) => [`E${at}`, { status: 400, title: `${odd}!`, description: `${odd}\n\n    code: |\n- ${odd} `, "x-odd": odd }])),
}));
// As JSON, openapi-spec-validator would read it by a parser of YAML, for which U+2028 ends a line.
const hostileDocument = written("hostile-3.1.json", errorCatalog("document of hostile texts", "openapi", hostile));
const asYaml = (paths) => paths.map((path) => {
  const json = readFileSync(path, "utf8");
  const empty = written("empty.json", JSON.stringify({ name: "empty", title: "Empty", responses: { default: { format: "problem" } }, errors: { A: { status: 400, title: "A", methods: ["TRACE"], endpoints: ["/none"] } } }));
  const text = errorCatalog(`${path} as YAML`, "openapi", empty, "--merge", path, "--format", "yaml");
  const yaml = written(path.split("/").at(-1).replace(/json$/, "yaml"), text);
  for (const [parser, program] of [["js-yaml", ["node", ["--input-type=module", "-e", `import y from "js-yaml"; import { readFileSync as r } from "node:fs"; process.stdout.write(JSON.stringify(y.load(r(process.argv[1], "utf8"), { schema: y.CORE_SCHEMA })))`, yaml]]], ["PyYAML", [python("python"), ["-c", "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1], encoding='utf-8')), sys.stdout)", yaml]]]]) {
    const read = run(...program);
    check(`${yaml} has the values of the JSON for ${parser}`, read.ok && read.out !== "" && isDeepStrictEqual(JSON.parse(read.out), JSON.parse(json)), read.text.slice(0, 1000));
  }
  return yaml;
});
judged("documents without paths", [...alone, ...asYaml([...alone.filter((path) => path.includes("3.1")), hostileDocument])], "components");
judged("documents with paths", [...withPaths, ...asYaml(withPaths.slice(0, 2))], "paths");
judged("merged documents", [...merged, ...asYaml(merged.filter((path) => path.includes("3.1")))], "merged");

// Errors in band, in an operation whose success has no schema.
const chat = written("chat.json", JSON.stringify({
  name: "chat",
  title: "Chat",
  responses: { default: { format: "json", in_band: true, body: { ok: false, error: "{code}" } } },
  errors: { no_channel: { status: 200, title: "No channel", methods: ["POST"], endpoints: ["/v2/o/token/"] } },
}));
for (const version of ["3.1", "3.0"]) {
  const base = join(work, `api-${version}.json`);
  judged("errors in band", [written(`chat-${version}.json`, errorCatalog("merge of errors in band", "openapi", chat, "--merge", base))], "merged");
  judged("errors in band with paths", [written(`chat-paths-${version}.json`, errorCatalog("operations of errors in band", "openapi", chat, "--paths", "--version", version))], "paths");
}

// Validators that accept these prove nothing.
const wrong = JSON.parse(readFileSync(merged.find((path) => path.includes("medblocks")), "utf8"));
Object.values(wrong.components.examples)[0].value.error.code = "another";
const wrongExample = judge([written("wrong-example.json", JSON.stringify(wrong))], "merged");
for (const validator of ["redocly", "spectral"]) {
  check(`${validator} rejects a wrong example`, !wrongExample[validator].ok);
}
wrong.paths["/v2/o/token/"].post.responses["400"] = { $ref: "#/components/responses/Nowhere" };
for (const [validator, ran] of Object.entries(judge([written("dangling.json", JSON.stringify(wrong))], "merged"))) {
  check(`${validator} rejects a dangling reference`, !ran.ok);
}

// Types for every catalog, and a program that reads bodies by them. openapi-typescript would read redocly.yaml.
const documents = [
  ["cards", written("cards.json", errorCatalog("document of cards", "openapi", cards))],
  ...catalogs.map((name) => [name, join(work, `${name}-merged-3.1.json`)]),
];
for (const [name, document] of documents) {
  const first = run(tool("openapi-typescript"), [document, "-o", join(work, `${name}.openapi-typescript.ts`)], { cwd: work });
  check(`openapi-typescript reads ${name}`, first.ok, first.text);
  const second = run(tool("openapi-ts"), ["-i", document, "-o", join(work, `${name}.hey-api`), "-p", "@hey-api/typescript"], { cwd: work });
  check(`hey-api reads ${name}`, second.ok, second.text);
}
const compiled = run(tool("tsc"), ["-p", "."]);
check("the types and the program compile", compiled.ok, compiled.text);
const bodies = ["CARD_BLOCKED", "CARD_EXPIRED"].map((entry) => written(`${entry}.json`, errorCatalog(`body of ${entry}`, "render", cards, entry, "why=lost", "until=2026-01-31T09:30:00Z", "--as", "json")));
const read = run("node", ["work/out/program.js", ...bodies]);
check("the program reads the bodies", read.out === "blocked: lost / blocked: lost\nexpired: 2026-01-31T09:30:00Z / expired: 2026-01-31T09:30:00Z\n", read.text);

// The example server, by its own document, and by those of its successes with the errors of the catalogs merged in.
const server = spawn(join(binaries, "api-server"), ["--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
try {
  const address = await new Promise((resolve, reject) => {
    let text = "";
    server.stdout.on("data", (chunk) => {
      text += chunk;
      const found = text.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    });
    server.on("exit", () => reject(new Error("api-server ended")));
  });
  const own = await (await fetch(`${address}/openapi.json`)).json();
  const tested = [["the example server", written("server.json", JSON.stringify(own)), address]];
  for (const name of catalogs) {
    const ofApi = Object.entries(own.paths).filter(([path]) => path.startsWith(`/${name}/`));
    const paths = Object.fromEntries(ofApi.map(([path, item]) => [path.slice(name.length + 1), item]));
    if (ofApi.length === 0) continue;
    const document = structuredClone({ ...own, servers: [{ url: `${address}/${name}` }], paths });
    for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item))) {
      if (operation.responses) operation.responses = Object.fromEntries(Object.entries(operation.responses).filter(([status]) => status.startsWith("2")));
    }
    const base = written(`server-${name}-base.json`, JSON.stringify(document, null, 2));
    const text = errorCatalog(`merge of ${name} into the server's document`, "openapi", join(root, `catalogs/${name}.json`), "--merge", base);
    tested.push([`the API ${name}`, written(`server-${name}.json`, text), `${address}/${name}`]);
  }
  check("several APIs of the server are tested", tested.length > 5, `${tested.length}`);
  const checks = "status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";
  const schemathesis = (document, url) => {
    const args = ["run", document, "--url", url, "--phases", "examples,coverage,fuzzing", "--checks", checks, "--max-examples", "15", "--seed", "1", "--no-color"];
    return run(python("schemathesis"), [...args, "-H", "Authorization: Bearer mb_sample"], { cwd: work });
  };
  for (const [what, document, url] of tested) {
    const ran = schemathesis(document, url);
    check(`schemathesis finds no undocumented error of ${what}`, ran.ok && /[1-9]\d* generated, [1-9]\d* passed/.test(ran.text), ran.text);
  }
  const successes = schemathesis(join(work, "server-medblocks-base.json"), `${address}/medblocks`);
  check("schemathesis finds errors that a document does not have", !successes.ok && /Undocumented status code/.test(successes.text), successes.text);
} finally {
  server.kill();
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 50 ? 0 : 1;
