// Clients of other authors read the errors of other wire styles, as the command renders them: `styles.mjs COMMAND`.

import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { GraphQLClient } from 'graphql-request';
import { JSONRPCClient } from 'json-rpc-2.0';

const catalogs = path.join(import.meta.dirname, '../behaviour/catalogs');
const [command] = process.argv.slice(2);
const render = (catalog, ...words) =>
  execFileSync(command, ['render', path.join(catalogs, catalog), ...words, '--as', 'json'], { encoding: 'utf8' }).trim();

let passed = 0;
let failed = 0;
function is(found, wanted, what) {
  const same = JSON.stringify(found) === JSON.stringify(wanted);
  same ? (passed += 1) : (failed += 1);
  if (!same) console.log(`FAILED ${what}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`);
}

/** What the client throws, or null. */
async function thrown(call) {
  try {
    await call();
    return null;
  } catch (error) {
    return error;
  }
}

/** The error that graphql-request reads in a body. */
function graphql(body) {
  const fetch = async () => new Response(body, { status: 200, headers: { 'Content-Type': 'application/graphql-response+json' } });
  return thrown(() => new GraphQLClient('https://api.example/graphql', { fetch }).request('{ a }'));
}

const argument = 'a "quoted" \\ name\u2028é';
const input = await graphql(render('graphql.json', 'BAD_USER_INPUT', `argument=${argument}`));
is(input?.response.errors, [
  { message: 'The argument is not valid', extensions: { code: 'BAD_USER_INPUT', httpStatus: 400, argument } },
], 'graphql-request, an argument');
for (const [code, httpStatus] of [['UNAUTHENTICATED', 401], ['INTERNAL_SERVER_ERROR', 500]]) {
  const error = await graphql(render('graphql.json', code));
  is(error?.response.errors.map((one) => one.extensions), [{ code, httpStatus }], `graphql-request, ${code}`);
}
is(await graphql('{"data":{"a":1}}'), null, 'graphql-request, a success');

/** The error that json-rpc-2.0 reads in a body that answers its request. */
async function rpc(body) {
  const client = new JSONRPCClient(async (request) => client.receive({ ...JSON.parse(body), id: request.id }));
  const error = await thrown(() => client.request('subtract', [1]));
  return error && { code: error.code, message: error.message, data: error.data };
}

is(await rpc(render('json-rpc.json', 'METHOD_NOT_FOUND', 'method=subtract', 'id=1')),
  { code: -32601, message: 'Method not found', data: { method: 'subtract' } }, 'json-rpc-2.0, a method');
for (const [entry, code, message] of [['PARSE_ERROR', -32700, 'Parse error'], ['INTERNAL_ERROR', -32603, 'Internal error']]) {
  is(await rpc(render('json-rpc.json', entry, 'id=1')), { code, message }, `json-rpc-2.0, ${entry}`);
}
is(await rpc('{"jsonrpc":"2.0","result":1}'), null, 'json-rpc-2.0, a success');

console.log(`styles: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
