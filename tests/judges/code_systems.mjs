// The JSON Schema of FHIR R4 judges code systems and value sets: `node code_systems.mjs FOLDER BAD`. It must reject the file BAD.
import fs from 'node:fs';
import path from 'node:path';
import Validator from '@asymmetrik/fhir-json-schema-validator';

const [folder, bad] = process.argv.slice(2);
const validator = new Validator();
const errors = (file) => validator.validate(JSON.parse(fs.readFileSync(file, 'utf8')));
const names = fs.readdirSync(folder);
const rejected = names.filter((name) => {
  const found = errors(path.join(folder, name));
  if (found.length > 0) console.log(`FAILED ${name}: ${JSON.stringify(found)}`);
  return found.length > 0;
});
const seesTheBad = errors(bad).length > 0;
if (!seesTheBad) console.log(`FAILED the JSON Schema accepts ${bad}`);
console.log(`JSON Schema of R4: ${names.length} resources, ${rejected.length} rejected`);
process.exitCode = names.length > 0 && rejected.length === 0 && seesTheBad ? 0 : 1;
