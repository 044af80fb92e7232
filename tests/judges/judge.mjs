// Shows every body to every validator for its FHIR version and form. All must accept what the catalogs produce; of the bad bodies of
// planted.mjs, each must be rejected by at least one.
import fs from 'node:fs';
import path from 'node:path';
import { planted } from './planted.mjs';
import { validators } from './validators.mjs';

const folder = process.argv[2];
let passed = 0;
let failed = 0;

function tally(isRight, what) {
  if (isRight) {
    passed += 1;
  } else {
    failed += 1;
    if (failed <= 40) console.log(`FAILED ${what}`);
  }
}

for (const version of ['DSTU2', 'STU3', 'R4', 'R4B', 'R5']) {
  const names = fs.readdirSync(path.join(folder, version)).sort();
  const read = (name) => fs.readFileSync(path.join(folder, version, name), 'utf8');
  const title = version[0] + version.slice(1).toLowerCase();
  for (const kind of ['json', 'xml']) {
    // An XML body has the content of the JSON body of the same name.
    const good = names.filter((name) => name.endsWith(`.${kind}`)).map((name) => ({
      name: `${version}/${name}`, text: read(name), json: read(name.replace(/\.xml$/, '.json')),
    }));
    const example = read(`judged-Full${title}-full.${kind}`);
    const bad = planted(version, kind, example).map((one) => ({ ...one, planted: true }));
    tally(good.length > 0, `${version} has ${kind} bodies`);
    const judges = validators.filter((one) => one.kind === kind && one.versions.includes(version));
    tally(judges.length >= 2, `${version} ${kind}: at least two validators`);
    const rejectedBy = bad.map(() => []);
    for (const judge of judges) {
      const verdicts = await judge.check(version, [...good, ...bad]);
      const rejections = verdicts.slice(0, good.length).filter((reason) => reason !== null).length;
      good.forEach((body, at) => tally(verdicts[at] === null, `${judge.name} rejects ${body.name}: ${verdicts[at]}`));
      bad.forEach((_, at) => {
        if (verdicts[good.length + at] !== null) rejectedBy[at].push(judge.name);
      });
      const caught = verdicts.slice(good.length).filter((reason) => reason !== null).length;
      console.log(`${version} ${kind}: ${judge.name}: ${good.length} bodies, ${rejections} rejected; ${bad.length} planted, ${caught} rejected`);
    }
    bad.forEach((body, at) => tally(rejectedBy[at].length > 0, `${version} ${kind}: every validator accepts a body with ${body.what}`));
  }
}
tally(process.env.PROBLEMS === '0', 'the crate problem_details accepts the problem bodies, the clients of styles.mjs and styles.py read theirs, and code_systems.py has no complaint');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
