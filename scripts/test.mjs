import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install, requireNode, root } from './install.mjs';

requireNode();
install();
await build();

const isSoak = process.argv.includes('--soak');
const args = process.argv.slice(2).filter((argument) => argument !== '--soak');
// Long runs of the property, fuzz and crash suites take their lengths from PLATEN_SOAK; a day is a limit for all.
const soak = isSoak ? ['--testTimeout=86400000'] : [];
const reporters = ['--reporter=default', '--reporter=./scripts/closing-reporter.ts'];

const vitest = spawn(
  process.execPath,
  [join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...soak, ...args],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(isSoak ? { PLATEN_SOAK: '1' } : {}) } },
);
vitest.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1;
});
