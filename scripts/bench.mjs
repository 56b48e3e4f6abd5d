import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install, requireNode, root } from './install.mjs';

requireNode();
install();
await build();

// Measured is what is built; only the measuring itself is TypeScript.
const [first, ...rest] = process.argv.slice(2);
const parts = ['count', 'fuzz', 'scans', 'drawn', 'loop'];
const file = parts.includes(first) ? `${first}.ts` : 'run.ts';
const args = ['--expose-gc', '--import', 'tsx', join('bench', file)].concat(
  parts.includes(first) ? rest : process.argv.slice(2),
);
const bench = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
bench.on('exit', (code) => {
  process.exitCode = code === null ? 1 : code;
});
