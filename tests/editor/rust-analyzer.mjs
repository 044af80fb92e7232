// What rust-analyzer makes of `error_catalog!` and of `#[derive(CatalogError)]`.
//
// Run it with `node rust-analyzer.mjs`. It needs rust-analyzer, on the PATH or named by RUST_ANALYZER, of a version that speaks to the
// toolchain's proc macro server. The last line says how many checks passed and failed; the exit status is 1 if one failed.
//
// The server's own diagnostics are looked at, not those of `cargo check`: the ones it shows while a person types come from its own expansion.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'error-catalog-'));
const write = (path, text) => writeFileSync(join(folder, path), text);
mkdirSync(join(folder, 'src'));
mkdirSync(join(folder, 'catalogs'));

const catalog = readFileSync(join(root, 'examples/quick-start/catalogs/clinic.json'), 'utf8');
const good = readFileSync(join(root, 'examples/quick-start/src/main.rs'), 'utf8') + `
#[derive(Debug, error_runtime::CatalogError)]
#[catalog(Clinic)]
pub enum RecordError {
    #[code(PatientNotFound)]
    NoRecord { #[param] patient: String },
    #[code(TooManyRequests)]
    Busy(#[from] std::io::Error),
}

pub fn status(error: &RecordError) -> u16 {
    use error_runtime::CatalogError as _;
    error.entry().status()
}
`;
write('Cargo.toml', `[package]\nname = "editor"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\nerror-runtime = { path = ${JSON.stringify(join(root, 'error-runtime'))} }\n\n[workspace]\n`);
write('Cargo.lock', readFileSync(join(root, 'Cargo.lock'), 'utf8'));
write('catalogs/clinic.json', catalog);
write('src/main.rs', good);

// --------------------------------------------------------------------------------------------------------------- the server

const server = spawn(process.env.RUST_ANALYZER ?? 'rust-analyzer', [], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
server.on('error', error => {
  console.error(`rust-analyzer does not start: ${error.message}`);
  process.exit(2);
});
const waiting = new Map();
let last = 0;
let quiet = () => {};
let received = Buffer.alloc(0);

function send(message) {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

const notify = (method, params) => send({ method, params });

const request = (method, params) => new Promise((resolve, reject) => {
  last += 1;
  waiting.set(last, { resolve, reject });
  send({ id: last, method, params });
});

function take(message) {
  if (message.method === 'experimental/serverStatus') {
    if (message.params.quiescent) quiet(message.params);
  } else if (message.method && message.id !== undefined) {
    send({ id: message.id, result: message.method === 'workspace/configuration' ? message.params.items.map(() => null) : null });
  } else if (waiting.has(message.id)) {
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    message.error ? reject(new Error(message.error.message)) : resolve(message.result);
  }
}

server.stdout.on('data', chunk => {
  received = Buffer.concat([received, chunk]);
  for (;;) {
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(received.subarray(0, end).toString())[1]);
    if (received.length < end + 4 + length) return;
    take(JSON.parse(received.subarray(end + 4, end + 4 + length).toString()));
    received = received.subarray(end + 4 + length);
  }
});

// ----------------------------------------------------------------------------------------------------------------- the file

const uri = pathToFileURL(join(folder, 'src/main.rs')).href;
let version = 0;

/** Shows a text to the server as the content of the editor; ‸ is the cursor. Returns its position. */
function type(marked) {
  const offset = Math.max(marked.indexOf('‸'), 0);
  const text = marked.replace('‸', '');
  version += 1;
  if (version === 1) {
    notify('textDocument/didOpen', { textDocument: { uri, languageId: 'rust', version, text } });
  } else {
    notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
  }
  const before = text.slice(0, offset).split('\n');
  return { textDocument: { uri }, position: { line: before.length - 1, character: before.at(-1).length } };
}

async function diagnostics(text) {
  type(text);
  const report = await request('textDocument/diagnostic', { textDocument: { uri } });
  return report.items.map(({ range, message, code }) => `${range.start.line + 1}: ${message} (${code})`);
}

async function completions(marked) {
  const place = type(marked);
  const found = await request('textDocument/completion', place);
  return (found.items ?? found).map(({ label }) => label);
}

async function hover(marked) {
  const found = await request('textDocument/hover', type(marked));
  return found?.contents?.value ?? '';
}

// --------------------------------------------------------------------------------------------------------------- the checks

let passed = 0;
let failed = 0;

async function check(name, body) {
  try {
    await body();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n       ${error.message.split('\n').join('\n       ')}`);
  }
}

function that(condition, message) {
  if (!condition) throw new Error(message);
}

const inside = code => good.replace('fn main() {\n', `fn main() {\n    ${code};\n`);

const ready = new Promise(resolve => { quiet = resolve; });
await request('initialize', {
  processId: process.pid,
  rootUri: pathToFileURL(folder).href,
  workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'editor' }],
  capabilities: {
    experimental: { serverStatusNotification: true },
    textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] }, completion: { completionItem: { snippetSupport: false } } },
  },
  initializationOptions: { checkOnSave: false, diagnostics: { experimental: { enable: true } }, procMacro: { enable: true }, cargo: { buildScripts: { enable: true }, extraArgs: ['--offline'] } },
});
notify('initialized', {});
const status = await ready;
await check('the server is well', () => that(status.health === 'ok', status.message ?? status.health));

await check('good code has no diagnostics', async () => {
  const found = await diagnostics(good);
  that(found.length === 0, found.join('\n'));
});
await check('bad code has some', async () => {
  const found = await diagnostics(inside('let _ = Clinic::PatientNotFuond'));
  that(found.some(text => text.includes('E0599')), found.join('\n') || 'none');
});
await check('variants and methods complete', async () => {
  const found = await completions(inside('let _ = Clinic::‸'));
  for (const name of ['PatientNotFound', 'TooManyRequests', 'all', 'COUNT']) that(found.some(label => label.startsWith(name)), `${name}: ${found}`);
});
await check('methods of an entry complete', async () => {
  const found = await completions(inside('let _ = Clinic::PatientNotFound.‸'));
  for (const name of ['status', 'title', 'retry', 'action']) that(found.some(label => label.startsWith(name)), `${name}: ${found}`);
});
await check('parameters complete', async () => {
  const found = await completions(inside('let _ = clinic::PatientNotFound { ‸ }'));
  that(found.some(label => label.startsWith('patient')), `${found}`);
});
await check('a variant shows the description in the catalog', async () => {
  const text = await hover(inside('let _ = Clinic::Patient‸NotFound'));
  for (const words of ['404', 'Patient not found', 'No patient has the id', 'Check the id, or search by name.']) that(text.includes(words), `${words}: ${text}`);
});
await check('the type of an accessor is known', async () => {
  const text = await hover(inside('let sta‸tus = Clinic::PatientNotFound.status()'));
  that(text.includes('u16'), text);
});

// What it cannot do, as docs/editors.md says: it does not watch the catalog.
const changed = catalog.replace('"TOO_MANY_REQUESTS"', '"GONE_FISHING"');
const tooMany = text => text.replaceAll('TooManyRequests', 'GoneFishing');
await check('a changed catalog shows once the call is touched', async () => {
  write('catalogs/clinic.json', changed);
  notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(join(folder, 'catalogs/clinic.json')).href, type: 2 }] });
  const touched = tooMany(good).replace('= "catalogs/clinic.json"', '=  "catalogs/clinic.json"');
  const found = await diagnostics(touched);
  that(found.length === 0, found.join('\n'));
  const names = await completions(touched.replace('fn main() {\n', 'fn main() {\n    let _ = Clinic::‸;\n'));
  that(names.some(label => label.startsWith('GoneFishing')), `${names}`);
});

await request('shutdown', null);
notify('exit', null);
server.stdin.end();
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
