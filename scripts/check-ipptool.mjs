// Judges the reports of ipptool in a folder, one `SUITE.txt` each, against test/conformance/expectations/ipptool.json:
// every test that was left out stands there with its reason, each reason still applies, and no suite passes less than the
// best of the other servers. Ends with "N passed, N failed".
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.'] = process.argv.slice(2);
const list = new URL('../test/conformance/expectations/ipptool.json', import.meta.url);
const { skips, passedAtLeast } = JSON.parse(readFileSync(list, 'utf8'));
const problems = [];
const seen = new Set();
let passed = 0;

const titles = (suite, result) => {
  const report = readFileSync(join(folder, `${suite}.txt`), 'utf8');
  return [...report.matchAll(/^ {4}(\S.*?) *\[(PASS|FAIL|SKIP)\]$/gm)]
    .filter((line) => line[2] === result)
    .map((line) => line[1] ?? '');
};

const suites = readdirSync(folder).flatMap((name) =>
  name.endsWith('.txt') ? [name.slice(0, -'.txt'.length)] : [],
);
for (const suite of suites) {
  for (const title of titles(suite, 'SKIP')) {
    const rule = skips.find((each) => each.suites.includes(suite) && new RegExp(each.title).test(title));
    if (rule === undefined) problems.push(`${suite}: "${title}" was left out, and nothing says why`);
    else seen.add(`${rule.title} in ${suite}`);
  }
}
for (const { title, suites: where, optional } of skips) {
  for (const suite of where) {
    if (optional || seen.has(`${title} in ${suite}`)) passed += 1;
    else problems.push(`${suite}: nothing is left out by "${title}" any more`);
  }
}
for (const [suite, least] of Object.entries(passedAtLeast)) {
  const found = existsSync(join(folder, `${suite}.txt`)) ? titles(suite, 'PASS').length : 0;
  if (found >= least) passed += 1;
  else problems.push(`${suite}: ${found} passed, the best other server passes ${least}`);
}
for (const problem of problems) console.log(`FAIL ${problem}`);
console.log(`${passed} passed, ${problems.length} failed`);
process.exitCode = problems.length === 0 ? 0 : 1;
