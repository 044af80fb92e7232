// What an editor makes of catalogs/schema/error-catalog.schema.json.
//
// Run it with ./run.sh. The last line says how many checks passed and failed; the exit status is 1 if one failed.
//
// VS Code and many other editors complete, hover and validate JSON with `vscode-json-languageservice`, so the checks ask it:
//
//   schema       the schema is valid draft-07; all of it is described; its defaults, examples and snippets are right by itself;
//                it names the members of docs/format.md and the words of error-layout/src/vocabulary.rs
//   completion   what is offered at a place, and what is said about it
//   hover        what is said about a member or value
//   good         snippets and the real catalogs, without a problem
//   bad          snippets with one mistake: one problem, at the place between « and »
//
// Good and bad files are also judged by `ajv`, a validator that knows nothing of editors, so that the schema means the same to
// both. ‸ is the cursor. `./run.sh --write DIR` also writes the good and bad snippets as files, for `error-catalog check`.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import languageService from 'vscode-json-languageservice';

const root = new URL('../../', import.meta.url);
const read = path => readFileSync(new URL(path, root), 'utf8');
const schemaPath = 'catalogs/schema/error-catalog.schema.json';
const schema = JSON.parse(read(schemaPath));

// ---------------------------------------------------------------------------------------------------------------- the tools

const { ClientCapabilities, getLanguageService, TextDocument } = languageService;

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
ajv.addVocabulary(['defaultSnippets', 'doNotSuggest', 'enumDescriptions', 'enumDetails', 'errorMessage', 'markdownDescription', 'patternErrorMessage']);
const isValid = ajv.compile(schema);

// The service finds the schema by the catalog's own `$schema`, as an editor does, or because the file's name is associated with it.
const service = getLanguageService({
  clientCapabilities: ClientCapabilities.LATEST,
  schemaRequestService: async uri => readFileSync(fileURLToPath(uri), 'utf8'),
  workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
});
const schemaUri = new URL(schemaPath, root).href;
service.configure({ validate: true, schemas: [{ uri: schemaUri, fileMatch: ['associated.json'] }] });

function open(text, path = text.includes('"$schema"') ? 'catalogs/check.json' : 'catalogs/associated.json') {
  const document = TextDocument.create(new URL(path, root).href, 'json', 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

function cursor(marked) {
  const offset = marked.indexOf('‸');
  const { document, json } = open(marked.replace('‸', ''));
  return { document, json, position: document.positionAt(offset) };
}

async function problems(text, path) {
  const { document, json } = open(text, path);
  const found = await service.doValidation(document, json, { schemaValidation: 'error' });
  return found.map(({ range, message }) => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end), message }));
}

const target = process.argv[2] === '--write' ? process.argv[3] : undefined;
function keep(kind, name, text) {
  if (!target) return;
  mkdirSync(`${target}/${kind}`, { recursive: true });
  writeFileSync(`${target}/${kind}/${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}.json`, text);
}

let passed = 0;
let failed = 0;
async function check(name, run) {
  try {
    await run();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n       ${error.message.replaceAll('\n', '\n       ')}`);
  }
}
function that(condition, message) {
  if (!condition) throw new Error(message);
}

// ------------------------------------------------------------------------------------------------------------- the snippets

// A catalog around members of it, of one entry, or of one response.
const head = '"$schema": "schema/error-catalog.schema.json", "name": "clinic", "title": "Clinic API"';
const problem = '"responses": { "default": { "format": "problem" } }';
const outcome = '"responses": { "default": { "format": "operation-outcome", "fhir": "R4" } }';
const one = '"errors": { "GONE": { "status": 410, "title": "Gone", "issue": "not-found" } }';
const top = members => `{ ${head}, ${problem}, ${one}, ${members} }`;
const errors = members => `{ ${head}, ${problem}, "errors": { ${members} } }`;
const extending = members => `{ "extends": "base.json", ${head}${members && ', '}${members} }`;
const entry = members => errors(`"GONE": { "status": 410, "title": "Gone", ${members} }`);
const bare = members => errors(`"GONE": { ${members} }`);
const responses = members => `{ ${head}, ${one}, "responses": { ${members} } }`;
const response = members => responses(`"default": { ${members} }`);
const fhir = members => response(`"format": "operation-outcome", "fhir": "R4", ${members}`);
const body = value => response(`"format": "json", "body": ${value}`);
const parameter = value => top(`"parameters": { "length": ${value} }`);

// ------------------------------------------------------------------------------------------------------------------- schema

const walk = function* (node, path = '#') {
  if (node === null || typeof node !== 'object') return;
  yield [path, node];
  for (const [key, child] of Object.entries(node)) yield* walk(child, `${path}/${key}`);
};
const schemas = [...walk(schema)].filter(([path]) => !/\/(body|default|examples|enum|const)(\/|$)/.test(path.replace(/\/(properties|definitions)\/[^/]+/g, '')));
const pointer = path => path.slice(2).split('/').reduce((node, name) => node[name], schema);
const resolve = node => (node.$ref ? pointer(node.$ref) : node);
const at = (...path) => path.reduce((node, key) => (node.$ref ? resolve(node) : node)[key], schema);

await check('schema: the service reads it without a complaint', async () => {
  const found = await problems(top('"version": "1"'));
  that(found.length === 0, JSON.stringify(found));
  that(schema.$schema === 'http://json-schema.org/draft-07/schema#', 'it should be draft-07');
});

for (const [path, node] of schemas) {
  if (node.enum && !/\/(not|if|propertyNames)(\/|$)/.test(path)) {
    for (const texts of ['enumDescriptions', 'enumDetails']) {
      if (texts === 'enumDetails' && !node[texts]) continue;
      await check(`schema: ${path} describes each of its values`, () => {
        that(node[texts]?.length === node.enum.length, `${texts} has ${node[texts]?.length} of ${node.enum.length} texts`);
        that(node[texts].every(Boolean), `${texts} has an empty text`);
      });
    }
  }
  if (node.properties && !/\/if(\/|$)/.test(path)) {
    for (const [name, member] of Object.entries(node.properties)) {
      // What can be removed with null is one of several, described by the first.
      const own = resolve(member.anyOf?.at(-1).type === 'null' ? resolve(member.anyOf[0]) : member);
      if (typeof own !== 'object' || own.doNotSuggest) continue;
      await check(`schema: ${path} describes ${name}`, () => that(own.description?.endsWith('.'), 'it has no description'));
    }
  }
  if (node.pattern && !/\/not$/.test(path)) {
    await check(`schema: ${path} says what its pattern wants`, () => that(node.patternErrorMessage ?? node.errorMessage, 'it has no patternErrorMessage'));
  }
}

// What an editor inserts for a snippet if the author types `x` where there is nothing to begin with.
const expanded = body => {
  const fill = text => text.replace(/\$\{\d+\|([^,|]*)[^}]*\|\}|\$\{\d+:([^}]*)\}|\$\d+/g, (_, choice, placeholder) => choice ?? placeholder ?? 'x');
  if (typeof body === 'string') return body.startsWith('^') ? JSON.parse(fill(body.slice(1))) : fill(body);
  if (Array.isArray(body)) return body.map(expanded);
  if (body && typeof body === 'object') return Object.fromEntries(Object.entries(body).map(([key, value]) => [fill(key), expanded(value)]));
  return body;
};
for (const [path, node] of schemas) {
  const samples = [
    ...('default' in node ? [['default', node.default]] : []),
    ...(node.examples ?? []).map(example => ['example', example]),
    ...(node.defaultSnippets ?? []).map(snippet => ['snippet', expanded(snippet.body)]),
  ];
  if (path.includes('/examples/') || samples.length === 0) continue;
  const pointer = path.slice(1).split('/').map(part => part.replaceAll('~', '~0')).join('/');
  const validate = ajv.compile({ $ref: `${schema.$id}#${encodeURI(pointer)}` });
  for (const [kind, value] of samples) {
    await check(`schema: ${path}, ${kind} ${JSON.stringify(value)} is right by the schema itself`, () => {
      that(validate(value), ajv.errorsText(validate.errors));
    });
  }
}

const words = (list, path = 'error-layout/src/vocabulary.rs') => quoted(read(path).match(new RegExp(`${list}: [^=]*= \\[([^;]*)\\];`))[1]);
const lists = {
  SEVERITIES: at('definitions', 'severity', 'enum'),
  ISSUE_TYPES: at('definitions', 'issue', 'enum'),
  FHIR_VERSIONS: at('definitions', 'fhirVersion', 'enum'),
  RETRY_CLASSES: at('definitions', 'retryClass', 'enum'),
  PARAMETER_TYPES: at('definitions', 'parameterType', 'enum'),
  VISIBILITIES: at('definitions', 'parameter', 'properties', 'visibility', 'enum'),
  FORMATS: at('definitions', 'response', 'properties', 'format', 'enum'),
};
const quoted = text => [...text.matchAll(/"([^"]+)"/g)].map(found => found[1]);
const same = (left, right) => that(JSON.stringify(left) === JSON.stringify(right), `schema ${JSON.stringify(left)}\nother  ${JSON.stringify(right)}`);
for (const [list, values] of Object.entries(lists)) {
  await check(`schema: it has the words of vocabulary.rs, ${list}`, () => same(values, words(list)));
}
await check('schema: it has the statuses and reason phrases of vocabulary.rs', () => {
  const named = [...read('error-layout/src/vocabulary.rs').matchAll(/(\d{3}) => "([^"]+)"/g)].map(([, status, name]) => `${status} ${name}`);
  const status = at('definitions', 'status', 'anyOf', 2);
  same(status.enum.map((value, index) => `${value} ${status.enumDetails[index]}`), named);
});

// The members that a section of the document lists in its tables, and their order.
const format = read('docs/format.md');
const section = title => format.split(/^#+ /m).find(part => part.startsWith(title)) ?? '';
const firstColumn = text => [...text.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(found => found[1]));
const tabled = title => firstColumn(section(title)).filter(name => !name.startsWith('x-'));
const branch = name => at('definitions', 'response', 'allOf').find(part => part.if.properties.format.const === name).then.properties;
const described = members => Object.keys(members).filter(name => !['format', 'description', 'in_band', 'headers', 'required'].includes(name));
const sorted = names => [...names].sort();
const inherited = ['code', ...[...section('Defaults and categories').split('Members that are inherited:')[1].split('`headers`, `required` and')[0].matchAll(/`([a-z_]+)`/g)].map(found => found[1])]
  .filter((name, index, all) => name !== 'null' && all.indexOf(name) === index);
const membersOf = {
  'The catalog': [Object.keys(schema.properties), tabled('The catalog')],
  Entries: [Object.keys(at('definitions', 'entry', 'properties')), tabled('Entries')],
  Parameters: [Object.keys(at('definitions', 'parameter', 'properties')), tabled('Parameters')],
  Defaults: [Object.keys(at('definitions', 'defaults', 'properties')), inherited],
  Categories: [sorted(Object.keys(at('definitions', 'category', 'properties'))), sorted([...inherited, 'title', 'description', 'rust'])],
  'Response json': [sorted(described(branch('json'))), sorted(firstColumn(section('`"format": "json"`')).filter(name => /^[a-z_]+$/.test(name)))],
  'Response text': [sorted(described(branch('text'))), sorted(tabled('`"format": "text"`'))],
  'Response operation-outcome': [sorted(described(branch('operation-outcome'))), sorted(tabled('`"format": "operation-outcome"`'))],
  'Response problem': [sorted(described(branch('problem'))), sorted([...tabled('`"format": "problem"`'), 'content_type'])],
  'Retry classes': [lists.RETRY_CLASSES, tabled('Retry')],
  Placeholders: [
    at('definitions', 'placeholderName', 'anyOf', 1, 'enum'),
    firstColumn(section('Texts and placeholders').split('Placeholders with a constant value for each entry')[1]),
  ],
};
for (const [name, [inSchema, inDocument]] of Object.entries(membersOf)) {
  await check(`schema: it names what docs/format.md names, ${name}`, () => same(inSchema, inDocument));
}
const taken = at('definitions', 'parameters', 'propertyNames', 'not', 'enum');
const keywords = words('KEYWORDS', 'error-catalog/src/names.rs');
await check('schema: a parameter may not take the name of a placeholder of docs/format.md', () => {
  same(taken.filter(name => !keywords.includes(name)), membersOf.Placeholders[1]);
});
await check('schema: a parameter may not be a keyword of Rust', () => {
  same(taken.filter(name => keywords.includes(name)), keywords);
});
await check('schema: it offers to allow the rules whose level is a warning', () => {
  const rules = readdirSync(new URL('error-catalog/src/rules/', root)).filter(name => name.endsWith('.rs')).map(name => read(`error-catalog/src/rules/${name}`));
  const warnings = rules.flatMap(text => [...text.matchAll(/"(EC\d{4})" "[a-z-]+" Warning/g)].map(found => found[1])).sort();
  // Those about the world outside the file cannot be allowed in it.
  same(at('definitions', 'allow', 'items', 'anyOf', 1, 'enum'), warnings.filter(code => !code.startsWith('EC01')));
});

// --------------------------------------------------------------------------------------------------------------- completion

// `has`: labels that must be offered, with a part of what is said about each. `lacks`: labels that must not. `inserts`: what is put in.
const completions = [
  { name: 'a new catalog', text: '‸', has: { 'error catalog': 'one error' } },
  { name: 'members of a catalog', text: `{ ${head}, ‸ }`, has: { responses: 'response bodies', errors: 'The entries', categories: 'Groups', allow: 'warnings', version: 'version of the API' }, lacks: ['name', 'status'], inserts: { errors: '"errors": {$1}' } },
  { name: 'members of defaults', text: top('"defaults": { ‸ }'), has: { severity: 'severity', code: 'null', headers: 'field names' }, lacks: ['title', 'parameters', 'description'] },
  { name: 'members of a category', text: top('"categories": { "auth": { ‸ } }'), has: { title: 'for people', rust: 'Rust name', retry: 'client' }, lacks: ['parameters', 'replaced_by'] },
  { name: 'a new category', text: top('"categories": { "auth": ‸ }'), has: { category: 'share a status' } },
  { name: 'members of an entry', text: bare('‸'), has: { status: 'HTTP status', issue: 'issue type', title: 'constant summary', retry: 'client', deprecated: 'deprecated', endpoints: 'URL paths', parameters: 'in addition', 'status_range': 'upstream' }, lacks: ['format', 'categories'], inserts: { title: '"title": "$1"', status: '"status": $1', issue: '"issue": $1', retry: '"retry": $1' } },
  { name: 'members of an entry, not those that are there', text: bare('"status": 404, ‸'), has: { title: 'summary' }, lacks: ['status'] },
  { name: 'a member of an entry that is begun', text: bare('"sta‸": 1'), has: { status: 'HTTP status' } },
  { name: 'a new entry', text: errors('"GONE": ‸'), has: { error: 'a status and a title', 'error of an OperationOutcome': 'issue type' } },
  { name: 'statuses', text: bare('"status": ‸'), has: { 404: 'Not Found', 422: 'Unprocessable Content', 503: 'Service Unavailable', 207: 'Only with severity', 302: 'Only with in_band' }, details: { 404: 'Not Found', 400: 'Bad Request', 429: 'Too Many Requests' }, lacks: ['100', '"404"'] },
  { name: 'statuses of a category', text: top('"categories": { "auth": { "status": ‸ } }'), has: { 401: 'Unauthorized' }, details: { 401: 'Unauthorized' } },
  { name: 'issue types', text: bare('"issue": "‸"'), has: { '"not-found"': 'reference was not found', '"multiple-matches"': 'Since R4.', '"limited-filter"': 'Since R5.', '"structure"': 'invalid syntax' }, details: { '"throttled"': 'a kind of transient', '"deleted"': 'since R4' } },
  { name: 'issue types without quotes', text: bare('"issue": ‸'), has: { '"business-rule"': 'failed a business rule' } },
  { name: 'severities', text: bare('"severity": ‸'), has: { '"fatal"': 'no further checking', '"information"': '200 to 299', '"success"': 'Since R5' } },
  { name: 'retry classes', text: bare('"retry": ‸'), has: { '"never"': 'fails again', '"backoff"': 'increasing delays', '"manual"': 'has looked at', 'after a delay': 'number of seconds' } },
  { name: 'retry classes in quotes', text: bare('"retry": "‸"'), has: { '"immediate"': 'at once' } },
  { name: 'members of a retry', text: bare('"retry": { ‸ }'), has: { class: 'may send', delay: 'seconds' } },
  { name: 'classes of a retry', text: bare('"retry": { "class": ‸ }'), has: { '"after"': 'Retry-After', '"backoff"': 'delay is the first one' } },
  { name: 'rules to allow', text: bare('"allow": [ ‸ ]'), has: { '"EC0504"': 'issue type agree', '"EC0801"': 'on the wire' }, lacks: ['"EC0203"'] },
  { name: 'deprecated', text: bare('"deprecated": ‸'), has: { true: '' }, lacks: ['false'] },
  { name: 'placeholders that are required', text: bare('"required": [ ‸ ]'), has: { '"diagnostics"': 'set by the server', '"docs"': 'documentation' } },
  { name: 'methods', text: bare('"methods": [ ‸ ]'), has: { '"GET"': '', '"PATCH"': '' } },
  { name: 'headers', text: bare('"headers": { ‸ }'), has: { 'Retry-After': 'RFC 9110', 'WWW-Authenticate': '401', Allow: '405' }, lacks: ['Content-Type'] },
  { name: 'values of a header', text: bare('"headers": { "Retry-After": ‸ }'), has: { '"{retry_after?}"': '' } },
  { name: 'a new response', text: `{ ${head}, "responses": { "default": ‸ } }`, has: { 'operation-outcome': 'OperationOutcome', problem: 'RFC 9457', json: 'any structure', text: 'HTML', empty: 'without a body' } },
  { name: 'the response that every catalog needs', text: `{ ${head}, "responses": { ‸ } }`, has: { default: 'do not name another' } },
  { name: 'members of a response without a format', text: response('‸'), has: { format: 'kind of body', headers: 'field names', 'content_type': 'media type' }, lacks: ['fhir', 'body', 'detail'] },
  { name: 'formats', text: response('"format": ‸'), has: { '"json"': 'template with placeholders', '"text"': 'HTML', '"empty"': 'without a body', '"operation-outcome"': 'FHIR', '"problem"': 'RFC 9457' } },
  { name: 'members of a json response', text: response('"format": "json", ‸'), has: { body: 'any JSON', 'content_type': 'application/json' }, lacks: ['fhir', 'detail', 'members'] },
  { name: 'members of a text response', text: response('"format": "text", ‸'), has: { body: 'line feeds', 'content_type': 'text/plain' }, lacks: ['fhir', 'members'] },
  { name: 'members of an empty response', text: response('"format": "empty", ‸'), has: { headers: 'field names' }, lacks: ['body', 'fhir'] },
  { name: 'members of an OperationOutcome', text: fhir('‸'), has: { profile: 'meta.profile', coding: 'details.coding', 'details_text': 'details.text', 'details_text_translations': 'by language', 'issue_extension': 'Extensions of', diagnostics: 'without their own', members: 'Additional', 'content_type': 'application/fhir+json' }, lacks: ['body', 'detail', 'fhir'] },
  { name: 'members of a problem', text: response('"format": "problem", ‸'), has: { type: 'about:blank', detail: 'message', instance: 'identifies the error', members: 'Extension' }, lacks: ['body', 'fhir'] },
  { name: 'FHIR versions', text: response('"format": "operation-outcome", "fhir": ‸'), has: { '"DSTU2"': 'json+fhir', '"R4"': '4.0.1', '"R5"': 'success' } },
  { name: 'FHIR versions in an array', text: response('"format": "operation-outcome", "fhir": [ ‸ ]'), has: { '"STU3"': '3.0', '"R4B"': '4.3.0' } },
  { name: 'members of a coding', text: fhir('"coding": { ‸ }'), has: { system: 'absolute URI', 'user_selected': 'chose' } },
  { name: 'members of the second coding', text: fhir('"coding": [{ "system": "https://a.example" }, { ‸ }]'), has: { display: 'meaning' } },
  { name: 'instructions in a template', text: body('{ "errors": [ { ‸ } ] }'), has: { $if: 'has no value', $repeat: 'each error' } },
  { name: 'instructions where nothing repeats', text: body('{ ‸ }'), has: { $if: 'has no value' }, lacks: ['$repeat'] },
  { name: 'placeholders of an instruction', text: body('{ "more": { "$if": ‸ } }'), has: { '"request_id"': 'ID of the request' } },
  { name: 'parameter types', text: parameter('‸'), has: { '"integer"': 'An integer', '"date-time"': 'RFC 3339', '"display"': 'Rust', 'personal parameter': 'patient' } },
  { name: 'members of a parameter', text: parameter('{ ‸ }'), has: { type: 'Default: `string`', visibility: 'log', optional: 'can be missing', example: 'sample' } },
  { name: 'types of a parameter', text: parameter('{ "type": ‸ }'), has: { '"enum"': 'values',  '"uri"': 'URI', '"decimal"': 'decimal' } },
  { name: 'visibilities', text: parameter('{ "visibility": ‸ }'), has: { '"internal"': 'operators of the service', '"personal"': 'patient' } },
  { name: "types of an entry's parameter", text: bare('"parameters": { "length": "‸" }'), has: { '"boolean"': 'true or false' } },
];

for (const { name, text, has = {}, details = {}, lacks = [], inserts = {} } of completions) {
  await check(`completion: ${name}`, async () => {
    const { document, json, position } = cursor(text);
    const { items } = await service.doComplete(document, position, json);
    const offered = new Map(items.map(item => [item.label, item]));
    const labels = [...offered.keys()].join(' ');
    for (const [label, said] of Object.entries(has)) {
      that(offered.has(label), `${label} is not offered; offered are ${labels}`);
      const documentation = offered.get(label).documentation ?? '';
      that((documentation.value ?? documentation).includes(said), `${label} should say "${said}"; it says "${documentation.value ?? documentation}"`);
    }
    for (const [label, detail] of Object.entries(details)) {
      that(offered.get(label)?.detail?.includes(detail), `${label} should have the detail "${detail}"; it has "${offered.get(label)?.detail}"`);
    }
    for (const [label, inserted] of Object.entries(inserts)) {
      that(offered.get(label)?.insertText.startsWith(inserted), `${label} should insert ${inserted}; it inserts ${offered.get(label)?.insertText}`);
    }
    for (const label of lacks) that(!offered.has(label), `${label} should not be offered`);
    that(items.every(item => item.kind !== 10 || (item.documentation?.value ?? item.documentation)), `a member is offered without a description: ${labels}`);
  });
}

// -------------------------------------------------------------------------------------------------------------------- hover

const hovers = [
  { name: 'a member of a catalog', text: top('"‸version": "1.0.0"'), says: ['version of the API'] },
  { name: 'the name of an entry', text: errors('"‸GONE": { "status": 410, "title": "Gone" }'), says: ['An error'] },
  { name: 'status', text: entry('"‸status_range": "400-499"'), says: ['upstream'] },
  { name: 'the value 422', text: bare('"title": "No", "status": 4‸22'), says: ['HTTP status', 'Unprocessable Content'] },
  { name: 'the value 499, which has no name', text: bare('"title": "No", "status": 4‸99'), says: ['400 to 599'] },
  { name: 'an issue type', text: entry('"issue": "not‸-found"'), says: ['issue type', 'reference was not found'] },
  { name: 'an issue type that came later', text: entry('"issue": "del‸eted"'), says: ['Since R4'] },
  { name: 'the member issue', text: entry('"iss‸ue": "invalid"'), says: ['valueset-issue-type', 'invalid against the specification'] },
  { name: 'a severity', text: entry('"severity": "war‸ning"'), says: ['suboptimally'] },
  { name: 'a retry class', text: entry('"retry": "never‸"'), says: ['fails again'] },
  { name: 'a retry class with a delay', text: entry('"retry": { "class": "bac‸koff", "delay": 1 }'), says: ['increasing delays'] },
  { name: 'a delay', text: entry('"retry": { "class": "after", "de‸lay": 30 }'), says: ['in seconds'] },
  { name: 'a header', text: entry('"headers": { "Retry-Af‸ter": "30" }'), says: ['The delay before'] },
  { name: "the team's own metadata", text: entry('"x-o‸wner": "records"'), says: ['Custom metadata'] },
  { name: 'a format', text: response('"format": "pro‸blem"'), says: ['RFC 9457'] },
  { name: 'a FHIR version', text: response('"format": "operation-outcome", "fhir": "R‸4B"'), says: ['4\\.3\\.0'] },
  { name: 'a system', text: fhir('"coding": { "sys‸tem": "https://a.example" }'), says: ['absolute URI'] },
  { name: 'the content type of an OperationOutcome', text: fhir('"content‸_type": "application/fhir+json"'), says: ['DSTU2'] },
  { name: 'a template', text: body('{}').replace('"body"', '"bo‸dy"'), says: ['$repeat'] },
  { name: 'a parameter type', text: parameter('"deci‸mal"'), says: ['decimal number'] },
  { name: 'a visibility', text: parameter('{ "visibility": "per‸sonal" }'), says: ['Identifies a patient'] },
];

for (const { name, text, says } of hovers) {
  await check(`hover: ${name}`, async () => {
    const { document, json, position } = cursor(text);
    const contents = [(await service.doHover(document, position, json))?.contents ?? ''].flat().map(part => part.value ?? part).join('\n');
    for (const part of says) that(contents.includes(part), `it should say "${part}"; it says "${contents}"`);
  });
}

// --------------------------------------------------------------------------------------------------------------------- good

const everyMember = `{
  "$schema": "schema/error-catalog.schema.json", "format_version": 1, "name": "a-1-b", "version": "2", "title": "T", "description": "one\\n\\ttwo", "language": "en", "translations": ["de", "pt-BR"],
  "defaults": { "code": null, "status": 400, "response": "default", "severity": "error", "issue": "invalid", "message": "m", "display": "d",
    "diagnostics": "{detail_text?}", "log": "l {x-a}", "user_message": "u", "action": "a", "docs": "https://a.example/{code}#{x-sub.code-2}", "headers": { "X-A": "1" }, "retry": "never",
    "required": ["display", "detail_text"], "since": "1", "tags": ["t"], "methods": ["GET"], "endpoints": ["/v[12]/o/.*"] },
  "categories": { "Ärger": { "title": "t", "description": "d", "rust": "Trouble", "code": null, "status": 500, "headers": { "X-A": null }, "x-a": [1] }, "none": {} },
  "parameters": { "detail_text": "string", "length": { "type": "integer", "visibility": "public", "optional": true, "description": "d", "example": 1 }, "base": "uri", "nothing": {},
    "ratio": { "type": "decimal", "example": 1.5 }, "yes": { "type": "boolean", "example": true }, "at": { "type": "date-time", "example": "2026-01-31T09:30:00Z" }, "s": { "example": "s" },
    "cause": { "type": "enum", "values": ["full", "closed"], "example": "full" }, "fields": { "type": "json", "example": { "a": [null] } }, "trace": { "type": "uuid", "example": "3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54" },
    "names": { "type": "string[]", "example": ["a"] }, "counts": { "type": "integer[]", "example": [1] } },
  "responses": {
    "default": { "format": "operation-outcome", "description": "d", "fhir": ["STU3", "R4"], "profile": ["https://a.example/p", "urn:oid:1.2.3"],
      "coding": [{ "system": "https://a.example", "version": "1", "code": "{code}", "display": "{status} - {code}", "display_translations": { "fr": "{x-fr?}" }, "user_selected": true }, { "system": "{base}/errors", "display": "{title}", "display_translations": true }],
      "details_text": "{title}", "details_text_translations": { "fr": "{x-fr?}", "zh-Hant-TW": "{title}" },
      "details_extension": [{ "$if": "category", "url": "https://a.example/e", "valueCode": "{category}" }],
      "issue_extension": [{ "url": "https://a.example/e", "extension": [{ "url": "n", "valueInteger": "{length?}" }] }], "diagnostics": "{title}", "id": "{id:string?null}", "members": { "text": { "status": "generated" } }, "content_type": "application/fhir+json", "headers": { "X-B": "b\\t{code}" }, "required": ["display"], "x-a": 1 },
    "problem": { "format": "problem", "type": "{docs?}", "title": "{title}", "detail": "{message}", "instance": "{instance?}", "members": { "code": "{code}" }, "content_type": "application/problem+json; charset=utf-8" },
    "json": { "format": "json", "body": [{ "$repeat": true, "$if": ["code", "length"], "$$ref": "{code}", "at": ["{expression*}", null, 1.5, true, ""] }] },
    "text": { "format": "text", "body": ["<h1>{title}</h1>", "", "{{ {message} }}"], "content_type": "text/html; charset=utf-8" },
    "empty": { "format": "empty", "headers": { "Allow": "GET, HEAD" } }
  },
  "errors": {
    "ACCESS DENIED": { "rust": "Größe", "code": 20404, "status": 404, "status_range": "400-499", "category": "none", "response": "problem", "severity": "fatal", "issue": "not-found",
      "title": "T", "message": "{length:string?}", "display": " ", "diagnostics": "{{literal}} {detail_text}", "expression": ["Patient.name[0]", "{length?}"], "location": ["/f:Patient"], "log": "{length:string?}",
      "user_message": "{{code}} {your name} {", "action": "a", "description": "{code}", "docs": "https://a.example/{name}", "headers": { "Retry-After": "{retry_after?}", "X-B": null },
      "retry": { "class": "after", "delay": 0 }, "required": ["detail_text"], "since": "1", "deprecated": true, "replaced_by": "OK", "tags": ["a", "a"], "methods": ["M-SEARCH"], "endpoints": ["/"],
      "parameters": { "detail_text": "display" }, "allow": ["EC0504", "status-issue-mismatch"], "x-a": "a" },
    "2FA_REQUIRED": { "code": null, "status": 599, "title": "T", "deprecated": "Since 2." },
    "OK": { "status": 207, "severity": "information", "title": "T" }, "x-frame": { "title": "T" }, "!": { "rust": "Alarm", "title": "T" }
  },
  "allow": ["EC0602"], "x-a": 1
}`;

const good = [
  ['every member there is', everyMember],
  ['the least', `{ "name": "a", "title": "A", "responses": { "default": { "format": "empty" } }, "errors": { "B": { "status": 400, "title": "B" } } }`],
  ['a base without a name', `{ ${problem}, "errors": { "GONE": { "title": "Gone" } } }`],
  ['a base without errors', `{ ${head}, "parameters": { "a": "string" } }`],
  ['a catalog that overrides members', extending(`"defaults": { "severity": "fatal" }, "parameters": { "a": { "example": "b" } }, "responses": { "default": { "body": [], "content_type": null } },
    "categories": { "a": { "status": null } }, "fallbacks": { "404": "GONE" }, "errors": { "GONE": { "title": "A", "code": null, "headers": { "X-A": null } } }`)],
  ['a catalog that removes members', extending(`"translations": null, "allow": null, "omitted_prefix": null, "parameters": { "a": null }, "responses": { "default": null }, "categories": null,
    "fallbacks": { "404": null, "5xx": null }, "errors": { "GONE": null, "HERE": { "title": null, "parameters": { "a": null }, "tags": null } }`)],
  ['two bases', `{ "extends": ["base.json", "../shared/base.json"], ${head} }`],
  ['a status without a name', bare('"status": 499, "title": "Client closed request"')],
  ['a status from defaults', `{ ${head}, ${problem}, "defaults": { "status": 400 }, "errors": { "A": { "title": "A" } } }`],
  ['a status from a category', `{ ${head}, ${problem}, "categories": { "b": { "status": 400 } }, "errors": { "A": { "title": "A", "category": "b" } } }`],
  ['an issue type from defaults', `{ ${head}, ${outcome}, "defaults": { "issue": "invalid" }, "errors": { "A": { "status": 400, "title": "A" } } }`],
  ['no issue type where another response is used', `{ ${head}, ${outcome.replace(/ }$/, ', "page": { "format": "empty" } }')}, "errors": { "A": { "status": 400, "title": "A", "response": "page" } } }`],
  ['no default response where every entry names its own', `{ ${head}, "responses": { "page": { "format": "empty" } }, "errors": { "A": { "status": 400, "title": "A", "response": "page" } } }`],
  ['a success', bare('"status": 200, "severity": "success", "title": "Done"')],
  ['200 whose severity is inherited', `{ ${head}, ${problem}, "defaults": { "severity": "information" }, "errors": { "A": { "status": 200, "title": "A" } } }`],
  ['a retry with only a class', entry('"retry": { "class": "immediate" }')],
  ['header names in any case', entry('"headers": { "x-request-id": "{request_id?}", "retry-AFTER": "1" }')],
  ['a body that is a string', body('"{message}"')],
  ['a body that is null', body('null')],
  ['a text with line feeds and braces', entry('"message": "one\\n{{\\"a\\": {code}}}"')],
  ['a text with adjoining placeholders and braces', entry('"message": "{{{code}}}{status?}{name:string}"')],
];

for (const [name, text] of good) {
  keep('good', name, text);
  await check(`good: ${name}`, async () => {
    const found = await problems(text);
    that(found.length === 0, found.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`).join('\n'));
    that(isValid(JSON.parse(text)), `ajv: ${ajv.errorsText(isValid.errors)}`);
  });
}
const files = readdirSync(new URL('catalogs/', root)).filter(name => name.endsWith('.json')).map(name => [`catalogs/${name}`, read(`catalogs/${name}`)]);
const blocks = [...format.matchAll(/^```json\n(\{.*?)^```/gms)].map(([, text], index) => [`docs/format.md, catalog ${index + 1}`, text, 'catalogs/format.json']);
for (const [name, text, path = name] of [...files, ...blocks]) {
  await check(`good: ${name}`, async () => {
    const { document } = open(text);
    const found = await problems(text, path);
    that(text.includes('"$schema": "schema/error-catalog.schema.json"'), 'it has no $schema');
    that(found.length === 0, found.map(({ start, message }) => `line ${document.positionAt(start).line + 1}: ${message}`).join('\n'));
    that(isValid(JSON.parse(text)), `ajv: ${ajv.errorsText(isValid.errors)}`);
  });
}

// ---------------------------------------------------------------------------------------------------------------------- bad

// The mistake, and a part of what the editor says about it.
const bad = [
  // shape
  ['no object', '«[]»', 'Incorrect type'],
  ['an unknown member of a catalog', top('«"titel"»: "x"'), 'titel is not allowed'],
  ['an unknown member of an entry', entry('«"mesage"»: "x"'), 'mesage is not allowed'],
  ['an unknown member of a category', top('"categories": { "a": { «"parameters"»: {} } }'), 'parameters is not allowed'],
  ['an unknown member of defaults', top('"defaults": { «"title"»: "x" }'), 'title is not allowed'],
  ['an unknown member of a retry', entry('"retry": { "class": "after", «"seconds"»: 1 }'), 'seconds is not allowed'],
  ['an unknown member of a coding', fhir('"coding": { «"uri"»: "https://a.example" }'), 'uri is not allowed'],
  ['an unknown member of a parameter', parameter('{ «"typ"»: "string" }'), 'typ is not allowed'],
  ['metadata in capitals', entry('«"X-owner"»: 1'), 'X-owner is not allowed'],
  ['no title', `«{» "name": "a", ${problem}, ${one} }`, 'Missing property "title"'],
  ['no responses', `«{» ${head}, ${one} }`, 'Missing property "responses"'],
  ['no title in a catalog with a base', `«{» "extends": "base.json", "name": "a" }`, 'Missing property "title"'],
  ['a base with an absolute path', extending('').replace('"base.json"', '«"/base.json"»'), 'relative to the folder'],
  ['a base on Windows only', extending('').replace('"base.json"', String.raw`«"..\\base.json"»`), 'relative to the folder'],
  ['a misspelled member of an entry with a base', extending('"errors": { "GONE": { «"titel"»: "A" } }'), 'titel is not allowed'],
  ['null without a base', errors('"GONE": { "status": 410, "title": «null» }'), 'Incorrect type'],
  ['an entry without a title', errors('«"GONE"»: { "status": 410 }'), 'Missing property "title"'],
  ['an entry without a status from anywhere', errors('«"GONE"»: { "title": "Gone" }'), 'Missing property "status"'],
  ['an entry of an OperationOutcome without an issue type', `{ ${head}, ${outcome}, "errors": { «"A"»: { "status": 400, "title": "A" } } }`, 'Missing property "issue"'],
  ['a retry without a class', entry('«"retry"»: { "delay": 1 }'), 'Missing property "class"'],
  ['an entry that is a string', errors('"GONE": «"gone"»'), 'Expected "object"'],
  ['a catalog without entries', `{ ${head}, ${problem}, "errors": «{}» }`, 'fewer properties'],
  ['a catalog without responses', `{ ${head}, ${one}, "responses": «{}» }`, 'fewer properties'],
  ['no response for an entry', `{ ${head}, "responses": { "page": { "format": "empty" } }, "errors": { «"A"»: { "status": 400, "title": "A" } } }`, 'Missing property "response"'],
  ['empty headers', entry('"headers": «{}»'), 'fewer properties'],
  ['no tags', entry('"tags": «[]»'), 'too few items'],
  ['an empty action', entry('"action": «""»'), 'shorter'],
  ['an empty message', entry('"message": «""»'), 'shorter'],
  ['an empty code', entry('"code": «""»'), 'shorter'],
  ['a control character', entry('"description": «"a\\u0007"»'), 'ontrol characters'],
  ['a control character in a text', entry('"message": «"a\\u0007"»'), 'ontrol characters'],
  ['errors in an array', `{ ${head}, ${problem}, "errors": «[]» }`, 'Expected "object"'],
  ['an empty title', errors('"GONE": { "status": 410, "title": «""» }'), 'shorter'],
  ['an empty title of the catalog', `{ "name": "a", "title": «""», ${problem}, ${one} }`, 'shorter'],
  ['tags in a string', entry('"tags": «"a"»'), 'Expected "array"'],
  ['a tag that is a number', entry('"tags": [«1»]'), 'Expected "string"'],
  ['null where nothing is inherited', entry('"action": «null»'), 'Expected "string"'],
  ['another format version', top('"format_version": «2»'), 'must be 1'],
  // names
  ['a catalog name in capitals', `{ "name": «"GP Connect"», "title": "A", ${problem}, ${one} }`, 'lowercase'],
  ['a catalog name that ends by a hyphen', `{ "name": «"gp-"», "title": "A", ${problem}, ${one} }`, 'lowercase'],
  ['a Rust name with a hyphen', entry('"rust": «"not-found"»'), 'upper camel case'],
  ['a Rust name that begins with a digit', entry('"rust": «"2Fa"»'), 'upper camel case'],
  ['a Rust name in snake case', entry('"rust": «"not_found"»'), 'upper camel case'],
  ['a Rust name that is a keyword', entry('"rust": «"Self"»'), 'keyword of Rust'],
  ['a parameter in camel case', top('"parameters": { «"nhsNumber"»: "string" }'), 'snake case'],
  ['a parameter with the name of a placeholder', top('"parameters": { «"time"»: "date-time" }'), 'built-in placeholder'],
  ['a parameter that is a keyword', top('"parameters": { «"type"»: "string" }'), 'keyword'],
  ["an entry's parameter with the name of a placeholder", entry('"parameters": { «"code"»: "string" }'), 'built-in placeholder'],
  ['a code in defaults', top('"defaults": { "code": «"A"» }'), 'Expected "null"'],
  ['a code that is too large', entry('"code": «99999999999999999999»'), 'maximum'],
  ['a code that is no integer', entry('"code": «1.5»'), 'Incorrect type'],
  // HTTP
  ['a status that is too high', bare('"title": "A", "status": «600»'), 'maximum of 599'],
  ['a status that is too low', bare('"title": "A", "status": «199»'), 'minimum of 400'],
  ['a status in quotes', bare('"title": "A", "status": «"404"»'), 'Expected "integer"'],
  ['200 for an error', bare('"title": "A", "status": 200, "severity": «"error"»'), 'information or success'],
  ['a status range of one status', entry('"status_range": «"404"»'), 'two statuses'],
  ['a status range out of range', entry('"status_range": «"400-699"»'), 'two statuses'],
  ['a status range of successes', entry('"status_range": «"200-299"»'), 'two statuses'],
  ['Retry-After on what is never retried', entry('"retry": "never", "headers": { "Retry-After": «"5"» }'), 'retry class never'],
  ['Retry-After on what is never retried, said at length', entry('"retry": { "class": "never" }, "headers": { "Retry-After": «"5"» }'), 'retry class never'],
  ['a header name with a space', entry('"headers": { «"Retry After"»: "1" }'), 'field name'],
  ['Content-Type', entry('"headers": { «"content-type"»: "text/html" }'), 'content_type'],
  ['Content-Length', entry('"headers": { «"Content-Length"»: "1" }'), 'Content-Length'],
  ['a header that is a number', entry('"headers": { "Retry-After": «30» }'), 'Expected one of string, array, null'],
  ['a method with a space', entry('"methods": [«"GET /a"»]'), 'HTTP method'],
  ['a method in lower case', entry('"methods": [«"get"»]'), 'capitals'],
  ['a line break in a header', entry('"headers": { "X-A": «"a\\r\\nb: c"» }'), 'ontrol characters'],
  ['a content type without a subtype', response('"format": "json", "body": {}, "content_type": «"json"»'), 'media type'],
  // closed sets
  ['an issue type with an underscore', entry('"issue": «"not_found"»'), '"not-found"'],
  ['an issue type in capitals', entry('"issue": «"Not-Found"»'), 'Valid values'],
  ['a severity that is none', entry('"severity": «"critical"»'), '"fatal"'],
  ['a retry class that is none', entry('"retry": «"later"»'), '"backoff"'],
  ['a retry class with a delay that is none', entry('"retry": { "class": «"later"», "delay": 1 }'), '"backoff"'],
  ['a delay below zero', entry('"retry": { "class": "after", "delay": «-1» }'), 'minimum of 0'],
  ['a delay beyond 32 bits', entry('"retry": { "class": "after", "delay": «4294967296» }'), 'maximum'],
  ['a delay that is a text', entry('"retry": { "class": "after", "delay": «"1.5"» }'), 'Expected "number"'],
  ['deprecated as false', entry('"deprecated": «false»'), 'Omit the member'],
  ['a parameter type that is none', parameter('«"int"»'), '"integer"'],
  ['a parameter type that is none, in an object', parameter('{ "type": «"int"» }'), '"integer"'],
  ['a visibility that is none', parameter('{ "visibility": «"private"» }'), '"personal"'],
  ['an example that is an array', parameter('{ "type": "integer", "example": «[]» }'), 'Expected an integer'],
  ['an example of another type', parameter('{ "type": "integer", "example": «"1"» }'), 'Expected an integer'],
  ['an enum without values', top('"parameters": { «"cause"»: { "type": "enum" } }'), 'values'],
  ['values that are not a list', parameter('{ "type": "enum", "values": «"full"» }'), 'array'],
  ['an example that is not a list', parameter('{ "type": "string[]", "example": «"a"» }'), 'array of strings'],
  ['an example that is not a UUID', parameter('{ "type": "uuid", "example": «"7"» }'), 'Expected a UUID'],
  ['an example that is not a date', parameter('{ "type": "date-time", "example": «"2026-01-31"» }'), 'RFC 3339'],
  // responses
  ['a response without a format', responses('«"default"»: {}'), 'Missing property "format"'],
  ['a format that is none', response('"format": «"yaml"»'), '"operation-outcome"'],
  ['a member of another format', response('"format": "problem", «"body"»: {}'), 'body is not allowed'],
  ['a body in an empty response', response('"format": "empty", «"body"»: ""'), 'body is not allowed'],
  ['a json response without a body', responses('«"default"»: { "format": "json" }'), 'Missing property "body"'],
  ['a text response whose body is an object', response('"format": "text", "body": «{}»'), 'Incorrect type'],
  ['an OperationOutcome without a version', responses('«"default"»: { "format": "operation-outcome" }'), 'Missing property "fhir"'],
  ['a FHIR version that is none', response('"format": "operation-outcome", "fhir": «"R3"»'), '"STU3"'],
  ['a FHIR version in an array that is none', response('"format": "operation-outcome", "fhir": ["R4", «"R3"»]'), '"STU3"'],
  ['no FHIR version', response('"format": "operation-outcome", "fhir": «[]»'), 'R4B'],
  ['a profile that is no absolute URI', fhir('"profile": «"p"»'), 'absolute URI'],
  ['a profile in an array that is no absolute URI', fhir('"profile": ["https://a.example/p", «"https:///p"»]'), 'absolute URI'],
  ['a system that is no absolute URI', fhir('"coding": { "system": «"clinic/errors"» }'), 'absolute URI'],
  ['a language that is none', fhir('"details_text": "{title}", "details_text_translations": { «"de_AT"»: "a" }'), 'language tag'],
  ['translations of the catalog that are not wanted', fhir('"details_text": "{title}", "details_text_translations": «false»'), 'object'],
  ['a translation without its original', fhir('"coding": «{ "display_translations": { "de": "a" } }»'), 'display'],
  ['an extension without a URL', fhir('"issue_extension": [«{» "valueString": "a" }]'), 'Missing property "url"'],
  ['user_selected as a string', fhir('"coding": { "user_selected": «"true"» }'), 'Expected "boolean"'],
  // texts
  ['a placeholder that is not closed', entry('"message": «"No {id."»'), 'Expected placeholders'],
  ['a brace that is not doubled', entry('"diagnostics": «"a } b"»'), 'literal brace twice'],
  ['a placeholder in camel case', entry('"message": «"{requestId}"»'), 'snake case'],
  ['a placeholder with a space', entry('"message": «"https://a.example/{your app}"»'), 'Expected placeholders'],
  ['what only an occurrence knows in docs', entry('"docs": «"https://a.example/{request_id}"»'), 'This text is constant'],
  ['a list in the middle of a text', entry('"message": «"at {expression*}"»'), 'Expected placeholders'],
  ['null in a text', entry('"message": «"{id?null}"»'), 'Expected placeholders'],
  ['null in the middle of a value', fhir('"details_text": «"at {id?null}"»'), 'as the whole string'],
  ['a list that is no element', fhir('"id": «"{expression*}"»'), 'Expected placeholders'],
  ['a placeholder in a title', errors('"GONE": { "status": 410, "title": «"Gone: {code}"» }'), 'Placeholders are not supported'],
  ['a placeholder in a text for users', entry('"user_message": «"Call us, {request_id?}"»'), 'Placeholders are not supported'],
  ['what only an occurrence knows in a display', entry('"display": «"at {time}"»'), 'This text is constant'],
  ['a placeholder in a header that is not closed', entry('"headers": { "Retry-After": «"{retry_after"» }'), 'Expected placeholders'],
  ['a placeholder in a template that is not closed', body('{ "a": { "b": [ «"{code"» ] } }'), 'Expected placeholders'],
  ['a list as a member', body('{ "a": «"{expression*}"» }'), 'Expected placeholders'],
  ['an instruction that is none', body('{ "a": { "$when": «"code"» } }'), '$$name'],
  ['a repetition outside an array', body('{ "a": { "$repeat": «true» } }'), 'element of an array'],
  ['a repetition that is a number', body('[ { "$repeat": «1» } ]'), 'boolean'],
  ['a placeholder in braces that is required', entry('"required": [«"{display}"»]'), 'without braces'],
];

for (const [name, marked, said] of bad) {
  keep('bad', name, marked.replace(/[«»]/g, ''));
  await check(`bad: ${name}`, async () => {
    const start = marked.indexOf('«');
    const end = marked.indexOf('»') - 1;
    const text = marked.replace(/[«»]/g, '');
    const found = await problems(text);
    const all = found.map(problem => `${text.slice(problem.start, problem.end)}: ${problem.message}`).join('\n') || 'nothing';
    that(found.length === 1, `there should be one problem; there is\n${all}`);
    that(found[0].start === start && found[0].end === end, `the problem should be at ${text.slice(start, end)}; it is at\n${all}`);
    that(found[0].message.includes(said), `it should say "${said}"; it says\n${all}`);
    that(!isValid(JSON.parse(text)), 'ajv finds nothing wrong with it');
  });
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
