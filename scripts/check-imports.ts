import { spawnSync } from 'node:child_process';

// A checker that reads no module reports no violation either: dependency-cruiser did exactly that beside a
// TypeScript version it could not load. So the number of modules read is checked as well.
const modulesMin = 60;

const run = spawnSync('npx', ['depcruise', 'src', 'test'], { encoding: 'utf8' });
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);

const modulesRead = Number(/(\d+) modules/.exec(run.stdout)?.[1] ?? 0);
if (modulesRead < modulesMin) {
  process.stderr.write(`read ${modulesRead} modules, expected at least ${modulesMin}\n`);
}
process.exitCode = run.status === 0 && modulesRead >= modulesMin ? 0 : 1;
