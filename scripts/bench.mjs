import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install, requireNode, root } from './install.mjs';

requireNode();
install();
await build();

// Measured is what is built; only the measuring itself is TypeScript.
const args = ['--import', 'tsx', join('bench', 'run.ts')].concat(process.argv.slice(2));
const bench = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
bench.on('exit', (code) => {
  process.exitCode = code === null ? 1 : code;
});
