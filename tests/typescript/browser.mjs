// Runs the generated packages in Chromium: as modules of a server, and bundled from a blob. `fetch` receives the example of every entry.
//
//     CHROMIUM=… node browser.mjs WORK
import assert from "node:assert/strict";
import { createReadStream, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { check, finish } from "./checks.mjs";

const work = process.argv[2];
const cases = join(work, "cases");
const examples = JSON.parse(readFileSync(join(cases, "examples.json"), "utf8"));

/** Each tenth response of each test, as the file of recorded cases has them. */
async function sample() {
  const [lines, seen] = [[], new Map()];
  for (const file of readdirSync(cases).filter((name) => name.startsWith("cases-"))) {
    for await (const line of createInterface({ input: createReadStream(join(cases, file)) })) {
      const { attempts, test } = JSON.parse(line);
      const count = seen.get(test) ?? 0;
      if (attempts !== undefined || count % 10 === 0) {
        lines.push(line);
      }
      if (attempts === undefined) {
        seen.set(test, count + 1);
      }
    }
  }
  return lines.join("\n");
}
const sampled = await sample();

async function bundle(name) {
  const contents = `export * from ${JSON.stringify(join(work, "packages", name, "dist", `${name}.js`))};`;
  const { outputFiles } = await build({ stdin: { contents, resolveDir: work }, bundle: true, write: false, format: "esm", minify: true, platform: "browser", logLevel: "error" });
  return outputFiles[0].text;
}

/** Answers of an API, and the files of the packages. */
async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const [, kind, ...parts] = pathname.split("/").map(decodeURIComponent);
  const send = (status, headers, body) => response.writeHead(status, headers).end(body);
  const tooMany = JSON.stringify({ code: "TOO_MANY", message: "More than 40 requests in a minute by app." });
  switch (kind) {
    case "":
      // No other scripts, and nothing like `eval`.
      return send(200, { "Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'; script-src 'self' blob:; connect-src *" }, "<!doctype html><title>Test</title>");
    case "example": {
      const example = examples[parts[0]].find(({ entry }) => entry === parts[1]).response;
      return send(example.status, example.headers.flat(), example.body);
    }
    case "gzip":
      return send(429, { "Content-Encoding": "gzip", "Content-Type": "application/json" }, gzipSync(tooMany));
    case "broken":
      response.writeHead(429, { "Content-Length": "1000" }).write(tooMany.slice(0, 20));
      return setTimeout(() => response.destroy(), 50);
    case "elsewhere": {
      const exposed = parts[0] === "exposed" ? { "Access-Control-Expose-Headers": "Retry-After" } : {};
      return send(429, { "Access-Control-Allow-Origin": "*", "Retry-After": "7", ...exposed }, tooMany);
    }
    case "sample":
      return send(200, {}, sampled);
    case "bundle":
      return send(200, {}, await bundle(parts[0]));
    case "report.mjs":
      return send(200, { "Content-Type": "text/javascript" }, readFileSync("report.mjs"));
    default:
      return send(200, { "Content-Type": "text/javascript" }, readFileSync(join(work, normalize(pathname))));
  }
}

const listen = async () => {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
};
const servers = [await listen(), await listen()];
const [origin, elsewhere] = servers.map((server) => `http://127.0.0.1:${server.address().port}`);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM });
console.log(`Chromium ${browser.version()}`);
const page = await browser.newPage();
const faults = [];
page.on("pageerror", (error) => faults.push(String(error)));
page.on("requestfailed", (request) => request.url().includes("/broken") || faults.push(request.url()));
await page.goto(origin);

await check("a sample of the recorded responses decodes as in Rust", async () => {
  const { count, problems } = await page.evaluate(async () => {
    const { attemptsOf, problemsOf } = await import("/report.mjs");
    const text = await (await fetch("/sample")).text();
    let attempts;
    let count = 0;
    const problems = [];
    for (const line of text.split("\n")) {
      const one = JSON.parse(line);
      if (one.attempts) {
        attempts = attemptsOf(one);
        continue;
      }
      const module = await import(`/cases/dist/${one.catalog}.js`);
      count += 1;
      problems.push(...problemsOf(module, one, attempts).map((problem) => `${one.test}: ${problem}`));
    }
    return { count, problems: problems.slice(0, 20) };
  });
  console.log(`   ${count} responses`);
  assert.deepEqual(problems, []);
  assert.ok(count > 500, `${count}`);
});

await check("a bundle from a blob decodes what `fetch` receives, for every entry of every catalog", async () => {
  // Chromium reads 407 as the answer of a proxy, and follows redirects.
  const wanted = Object.entries(examples).map(([name, all]) => {
    return [name, all.filter(({ response: { status } }) => status !== 407 && (status < 300 || status >= 400)).map(({ entry, candidates, response }) => [entry, candidates, response.method])];
  });
  const { count, problems } = await page.evaluate(async (wanted) => {
    const problems = [];
    let count = 0;
    for (const [name, entries] of wanted) {
      const blob = new Blob([await (await fetch(`/bundle/${name}`)).text()], { type: "text/javascript" });
      const { decode, receive } = await import(URL.createObjectURL(blob));
      for (const [entry, candidates] of entries) {
        const response = await fetch(`/example/${name}/${encodeURIComponent(entry)}`);
        // The path of the request is that of this test.
        const { issues } = decode(await receive(response, entries.find(([one]) => one === entry)[2], ""));
        count += 1;
        const found = issues.flatMap((issue) => issue.candidates);
        if (JSON.stringify(found) !== JSON.stringify(candidates)) {
          problems.push(`${name} ${entry}: ${found}`);
        }
      }
    }
    return { count, problems };
  }, wanted);
  console.log(`   ${count} entries`);
  assert.deepEqual(problems, []);
  assert.ok(count > 200, `${count}`);
});

/** Decodes what `fetch` receives from an address. */
const decoded = (url) =>
  page.evaluate(async (url) => {
    const { decode, receive } = await import("/packages/clinic/dist/clinic.js");
    const { error, notes, retryAfter } = decode(await receive(await fetch(url), "GET"));
    return { entry: error?.entry, notes, retryAfter };
  }, url);

await check("a compressed body is read, and one that breaks off is truncated", async () => {
  assert.deepEqual(await decoded(`${origin}/gzip`), { entry: "TOO_MANY", notes: [], retryAfter: undefined });
  assert.deepEqual((await decoded(`${origin}/broken`)).notes, ["truncated"]);
});

await check("headers of another origin are read if the server exposes them", async () => {
  assert.deepEqual(await decoded(`${elsewhere}/elsewhere/hidden`), { entry: "TOO_MANY", notes: [], retryAfter: undefined });
  assert.deepEqual((await decoded(`${elsewhere}/elsewhere/exposed`)).retryAfter, { delay: 7000 });
});

await check("nothing failed or was blocked in the page", () => assert.deepEqual(faults, []));

await browser.close();
servers.forEach((server) => server.close());
finish("browser");
