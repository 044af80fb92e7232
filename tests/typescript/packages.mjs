// Compiles, packs, installs and bundles the generated packages.
//
//     COMMAND=… TSC=… NEWEST=… NODE22=… node packages.mjs WORK
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { rollup } from "rollup";
import { check, finish } from "./checks.mjs";

const { TSC, NEWEST, NODE22 } = process.env;
const work = process.argv[2];
const packages = join(work, "packages");
const names = readdirSync(packages);

const run = (folder, program, ...args) => execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const fresh = (name) => {
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

for (const name of names) {
  const folder = join(packages, name);
  await check(`${name} is compiled by both compilers`, () => {
    run(folder, process.execPath, TSC, "-p", ".");
    run(folder, process.execPath, NEWEST, "-p", ".", "--noEmit");
  });
  await check(`${name} is imported`, async () => {
    const module = await import(pathToFileURL(join(folder, "dist", `${name}.js`)));
    assert.equal(module.decode({ status: 599 }).issues.length, 1);
  });
}

const packed = fresh("packed");
const pack = (name) => {
  // `prepack` compiles with the package's own compiler.
  const env = { ...process.env, PATH: `${join(dirname(TSC), "..", "..", ".bin")}:${process.env.PATH}` };
  const output = execFileSync("npm", ["pack", "--silent", "--pack-destination", packed], { cwd: join(packages, name), encoding: "utf8", env });
  return join(packed, output.trim().split("\n").at(-1));
};

await check("a packed package installs offline, and its types narrow", () => {
  const consumer = fresh("consumer");
  writeFileSync(join(consumer, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run(consumer, "npm", "install", "--offline", "--no-audit", "--no-fund", "--silent", pack("clinic"));
  cpSync("consumer.ts", join(consumer, "consumer.ts"));
  const options = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true, module: "NodeNext", target: "ES2022", lib: ["ES2022"], types: [] };
  writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["consumer.ts"] }));
  run(consumer, process.execPath, TSC, "-p", ".");
  run(consumer, process.execPath, NEWEST, "-p", ".", "--noEmit");
  // As programs for a bundler are compiled.
  const forBundlers = { compilerOptions: { ...options, module: "preserve", moduleResolution: "bundler", noEmit: true }, include: ["consumer.ts"] };
  writeFileSync(join(consumer, "tsconfig.bundler.json"), JSON.stringify(forBundlers));
  run(consumer, process.execPath, TSC, "-p", "tsconfig.bundler.json");
  run(consumer, process.execPath, NEWEST, "-p", "tsconfig.bundler.json");
  const expected = ["40 app 40 undefined", "40 app", "7000 after 7s The service is currently unavailable. Please try again later.", "gone unknown", ""];
  for (const node of [process.execPath, NODE22]) {
    assert.deepEqual(run(consumer, node, "consumer.js").split("\n"), expected);
  }
  const files = readdirSync(join(consumer, "node_modules/@tests/clinic"));
  assert.deepEqual(files.sort(), ["README.md", "dist", "package.json"]);
});

await check("a switch that lacks an entry is not compiled", () => {
  const consumer = join(work, "consumer");
  const text = readFileSync("consumer.ts", "utf8").replace(/ {4}case "GONE":[^]*?return "gone";\n/, "");
  writeFileSync(join(consumer, "consumer.ts"), text);
  const { status, stdout } = spawnSync(process.execPath, [TSC, "-p", ".", "--noEmit"], { cwd: consumer, encoding: "utf8" });
  assert.notEqual(status, 0);
  assert.match(stdout, /TS2322/);
});

await check("the example in the documentation is compiled", () => {
  const page = readFileSync("../../docs/typescript.md", "utf8");
  const [catalog] = /(?<=```json\n)[^]*?(?=```)/.exec(page);
  assert.equal(catalog, readFileSync("clinic.json", "utf8"));
  const [client] = /(?<=```ts\n)[^]*?(?=```)/.exec(page);
  const consumer = join(work, "consumer");
  writeFileSync(join(consumer, "consumer.ts"), client.replace("@clinic/errors", "@tests/clinic"));
  const options = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, module: "NodeNext", target: "ES2022", lib: ["ES2022", "DOM", "DOM.Iterable"], types: [] };
  writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["consumer.ts"] }));
  run(consumer, process.execPath, TSC, "-p", ".", "--noEmit");
});

await check("a response of fetch is received", async () => {
  const { decode, receive } = await import(pathToFileURL(join(packages, "clinic/dist/clinic.js")));
  const response = new Response('{"code":"PATIENT_NOT_FOUND","message":"No patient has the id p-17."}', { status: 404, headers: { "X-Request-Id": "r-1" } });
  const decoded = decode(await receive(response, "GET", "/patients/p-17"));
  assert.deepEqual({ ...decoded.error, requestId: decoded.requestId }, { entry: "PATIENT_NOT_FOUND", code: "PATIENT_NOT_FOUND", status: 404, parameters: { patient: "p-17" }, requestId: "r-1" });
  const broken = { status: 410, url: "", headers: [], arrayBuffer: () => Promise.reject(new Error("reset")) };
  assert.deepEqual(decode(await receive(broken)).notes, ["truncated"]);
});

await check("a delay with a random part is within its limits, and no two clients have the same", async () => {
  const { delayWithJitter } = await import(pathToFileURL(join(packages, "clinic/dist/clinic.js")));
  for (const [delay, longest, most] of [[1000, 30_000, 2000], [3000, 4000, 4000], [3000, 3000, 3000], [5000, 1000, 5000]]) {
    const delays = Array.from({ length: 200 }, () => delayWithJitter({ class: "backoff", delay, longest, left: 2 }));
    assert.ok(delays.every((one) => one >= delay && one <= most), `${delays}`);
    assert.ok(most === delay || new Set(delays).size > 100, `${delays}`);
  }
  assert.equal(delayWithJitter({ class: "after", delay: 7000 }), 7000);
  assert.equal(delayWithJitter({ class: "immediate" }), 0);
  for (const decision of [{ class: "never", why: "quota" }, { class: "later", delay: 7000 }, { class: "manual" }]) {
    assert.equal(delayWithJitter(decision), undefined);
  }
});

await check("a request whose method is not known is not sent twice", async () => {
  const { decide, decode, receive } = await import(pathToFileURL(join(packages, "clinic/dist/clinic.js")));
  const response = () => new Response("", { status: 502 });
  assert.equal(decide(decode(await receive(response()))).class, "manual");
  assert.equal(decide(decode(await receive(response(), "GET"))).class, "backoff");
});

await check("the time for a large body does not grow with the number of entries", async () => {
  const entries = Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`E${number}`, { status: 422, code: null, title: `T ${number}`, parameters: { fields: { type: "json", optional: true } } }]));
  const body = { title: "{title}", fields: "{fields?}" };
  const folder = fresh("large");
  writeFileSync(join(folder, "large.json"), JSON.stringify({ name: "large", title: "Large", responses: { default: { format: "json", body } }, errors: entries }));
  run(folder, process.env.COMMAND, "typescript", "large.json", "--output", ".");
  run(folder, process.execPath, TSC, "-p", ".");
  const { decode } = await import(pathToFileURL(join(folder, "dist/large.js")));
  const start = performance.now();
  for (const fields of [`"${"\\n".repeat(200_000)}"`, `{${Array.from({ length: 5000 }, (_, number) => `"f${number}":${number}`).join(",")}}`]) {
    assert.equal(decode({ status: 422, body: `{"title":"T 7","fields":${fields}}` }).error?.entry, "E7");
  }
  const time = Math.round(performance.now() - start);
  console.log(`   ${time} ms`);
  assert.ok(time < 20_000, `${time} ms`);
});

// The size of a bundle that uses a part of the module: what is not used is left out.
const bundles = {
  nothing: "",
  text: "decisionText",
  log: "logLine",
  quota: "Quota delayWithJitter",
  decide: "decide",
  decode: "decode",
  all: "decode decide action userMessage advice logLine unread Quota delayWithJitter",
};
const sizes = {};
for (const [name, used] of Object.entries(bundles)) {
  await check(`esbuild and rollup bundle ${name}`, async () => {
    const imports = used.split(" ").filter((one) => one);
    const from = JSON.stringify(join(packages, "bars/dist/bars.js"));
    const entry = join(fresh("bundles"), `${name}.js`);
    writeFileSync(entry, imports.length === 0 ? `import ${from};\n` : `import { ${imports.join(", ")} } from ${from};\nglobalThis.used = [${imports.join(", ")}];\n`);
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: "esm", minify: true, platform: "browser", logLevel: "error" });
    const bundle = await rollup({ input: entry, onwarn: () => undefined });
    const { output } = await bundle.generate({ format: "esm" });
    sizes[name] = [outputFiles[0].text.length, gzipSync(outputFiles[0].text).length, output[0].code.length];
  });
}
await check("a bundle has only what it uses", () => {
  for (const [name, [small, zipped, long]] of Object.entries(sizes)) {
    console.log(`   ${name}: ${small} bytes minified, ${zipped} with gzip`);
    assert.ok(name === "nothing" ? small <= 1 && long <= 1 : true, `${small} ${long}`);
  }
  // Neither the table nor the decoder.
  assert.ok(sizes.text[0] < 2_000 && sizes.text[2] < 6_000, `${sizes.text}`);
  assert.ok(sizes.log[0] < 4_000, `${sizes.log}`);
  assert.ok(sizes.quota[0] < 2_000 && sizes.quota[2] < 6_000, `${sizes.quota}`);
  // The table, without the decoder and the texts for people.
  assert.ok(sizes.decide[0] < sizes.decode[0] - 20_000, `${sizes.decide} ${sizes.decode}`);
  assert.ok(sizes.decode[0] < sizes.all[0], `${sizes.decode} ${sizes.all}`);
});

const examples = JSON.parse(readFileSync(join(work, "cases/examples.json"), "utf8"));

await check("the example of every entry of every real catalog decodes as in Rust", async () => {
  const found = { all: 0, known: 0, ambiguous: 0 };
  for (const name of names.filter((one) => !["clinic", "hostile"].includes(one))) {
    const module = await import(pathToFileURL(join(packages, name, "dist", `${name}.js`)));
    for (const { entry, response, candidates } of examples[name]) {
      const { issues, error } = module.decode(response);
      assert.deepEqual(issues.flatMap((issue) => issue.candidates), candidates, `${name} ${entry}`);
      // An entry with endpoints may need the path of the request.
      assert.ok(candidates.length === 0 || candidates.includes(entry), `${name} ${entry}`);
      found.all += 1;
      found.known += error?.entry === entry ? 1 : 0;
      found.ambiguous += candidates.length > 1 ? 1 : 0;
    }
  }
  console.log(`   ${found.all} entries, ${found.known} of them known and ${found.ambiguous} ambiguous without the path of the request`);
  assert.ok(found.known > 150, JSON.stringify(found));
});

await check("hostile texts are texts", async () => {
  const catalog = JSON.parse(readFileSync("hostile.json", "utf8"));
  const module = await import(pathToFileURL(join(packages, "hostile/dist/hostile.js")));
  assert.equal(examples.hostile.length, Object.keys(catalog.errors).length);
  for (const { entry, response } of examples.hostile) {
    const decoded = module.decode(response);
    const { code, action, user_message, message, status } = catalog.errors[entry];
    assert.deepEqual(decoded.error, { entry, code, status, parameters: {} });
    assert.equal(module.action(decoded), action);
    assert.equal(module.userMessage(decoded), user_message);
    assert.equal(decoded.issues[0].text, message.replaceAll("{{", "{").replaceAll("}}", "}"));
  }
  assert.equal(globalThis.injected, undefined);
  for (const file of ["src/hostile.ts", "dist/hostile.js", "dist/hostile.d.ts"]) {
    const text = readFileSync(join(packages, "hostile", file), "utf8");
    assert.ok(!/[\u200b-\u200f\u2028-\u202e]|<\/script/.test(text), file);
  }
});

finish("packages");
