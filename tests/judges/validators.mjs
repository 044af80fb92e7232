// The validators. Each takes bodies of one FHIR version and gives, for each of them, null or why it is rejected.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const { Fhir, Versions } = require('fhir');
const { ParseConformance } = require('fhir/parseConformance');

const ALL = ['DSTU2', 'STU3', 'R4', 'R4B', 'R5'];

/** One body after the other; what throws is a rejection. */
function each(check) {
  return (version, bodies) => bodies.map((body) => {
    try {
      return check(version, body);
    } catch (error) {
      return `${error}`.slice(0, 300);
    }
  });
}

/** The definitions that HL7 publishes for a version. */
function published(name) {
  const folder = new URL(`node_modules/${name}/`, import.meta.url);
  const wanted = /^((CodeSystem|ValueSet)-(issue|narrative|languages)[a-z-]*|StructureDefinition-[A-Za-z0-9]+)\.json$/;
  const all = fs.readdirSync(folder).filter((file) => wanted.test(file)).map((file) => JSON.parse(fs.readFileSync(new URL(file, folder))));
  const conformance = new ParseConformance(false, Versions.R4);
  const of = (type) => all.filter((resource) => resource.resourceType === type);
  of('CodeSystem').forEach((resource) => conformance.loadCodeSystem(resource));
  of('ValueSet').forEach((resource) => conformance.parseValueSet(resource));
  of('StructureDefinition')
    .filter((type) => type.derivation !== 'constraint' && (type.kind !== 'resource' || /^(OperationOutcome|DomainResource|Resource)$/.test(type.type)))
    .forEach((resource) => conformance.parseStructureDefinition(resource));
  return new Fhir(conformance);
}

const converter = new Fhir(new ParseConformance(true, Versions.R4));
const byVersion = { R4: converter, R4B: published('hl7.fhir.r4b.core'), R5: published('hl7.fhir.r5.core') };

function fhir(version, resource) {
  const { valid, messages } = byVersion[version].validate(resource, { errorOnUnexpected: true });
  return valid ? null : messages.filter(({ severity }) => severity === 'error' || severity === 'fatal').map(({ message }) => message).join('; ') || 'invalid';
}

const d4l = { STU3: require('@d4l/js-fhir-validator/stu3/js/OperationOutcome.js'), R4: require('@d4l/js-fhir-validator/r4/js/OperationOutcome.js') };

/** Each body as an object literal of the type that HL7's definitions were turned into. */
function tsc(version, bodies) {
  const namespace = { DSTU2: 'r2', STU3: 'r3', R4: 'r4', R4B: 'r4b', R5: 'r5' }[version];
  const header = `import type { OperationOutcome } from 'fhir/${namespace}';\n`;
  // One line for each body: where an error is says whose it is.
  const lines = bodies.map(({ text }, at) => `export const body${at}: OperationOutcome = ${text.replace(/[\u2028\u2029]/g, ' ')};`);
  const file = new URL('bodies.ts', import.meta.url).pathname;
  const options = { strict: true, noEmit: true, types: [], skipLibCheck: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) => name === file ? ts.createSourceFile(name, header + lines.join('\n'), ...rest) : getSourceFile(name, ...rest);
  const verdicts = bodies.map(() => null);
  const program = ts.createProgram([file], options, host);
  for (const { file: where, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (where?.fileName !== file) throw new Error(message);
    const line = where.getLineAndCharacterOfPosition(start).line - 1;
    if (line < 0) throw new Error(message);
    verdicts[line] ??= message;
  }
  return verdicts;
}

function python(judge, version, texts) {
  const program = new URL('judge.py', import.meta.url).pathname;
  const interpreter = new URL('.venv/bin/python', import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(interpreter, [program, judge, version], { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** JSON as the XML of npm's fhir, which HL7's schema then judges. */
function throughXml(version, bodies) {
  const converted = bodies.map(({ text }) => {
    try {
      return converter.objToXml(JSON.parse(text));
    } catch (error) {
      return `${error}`;
    }
  });
  return python('xsd', version, converted);
}

export const validators = [
  { name: 'npm fhir', kind: 'json', versions: ['R4', 'R4B', 'R5'], check: each((version, { text }) => fhir(version, JSON.parse(text))) },
  {
    name: '@d4l/js-fhir-validator', kind: 'json', versions: ['STU3', 'R4'],
    check: each((version, { text }) => d4l[version](JSON.parse(text)) ? null : JSON.stringify(d4l[version].errors)),
  },
  { name: '@types/fhir with tsc', kind: 'json', versions: ALL, check: tsc },
  { name: 'fhir.resources', kind: 'json', versions: ['STU3', 'R4B', 'R5'], check: (version, bodies) => python('fhir.resources', version, bodies.map(({ text }) => text)) },
  { name: "HL7's XSD after npm fhir", kind: 'json', versions: ALL, check: throughXml },
  {
    name: 'npm fhir, to XML and back', kind: 'json', versions: ALL,
    check: each((_, { text }) => {
      const resource = JSON.parse(text);
      return isDeepStrictEqual(converter.xmlToObj(converter.objToXml(resource)), resource) ? null : 'it comes back changed';
    }),
  },
  { name: "HL7's XSD", kind: 'xml', versions: ALL, check: (version, bodies) => python('xsd', version, bodies.map(({ text }) => text)) },
  { name: 'npm fhir', kind: 'xml', versions: ['R4', 'R4B', 'R5'], check: each((version, { text }) => fhir(version, converter.xmlToObj(text))) },
  {
    name: 'npm fhir, to JSON', kind: 'xml', versions: ALL,
    // A planted body has no JSON that it should be equal to.
    check: each((_, { text, json, planted }) => {
      const resource = converter.xmlToObj(text);
      return planted || isDeepStrictEqual(resource, JSON.parse(json)) ? null : 'it is not what the JSON body says';
    }),
  },
];
