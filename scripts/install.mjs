import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Shared by start, build and test. Written in the JavaScript of old versions, so that these reach requireNode too.

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Lowest version that loads ES modules by require, as a dependency of the PDF reader does. */
const nodeMin = [20, 19];

/** Ends the process with one sentence when Node.js is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1])) return;
  fail(
    `Platen needs Node.js ${nodeMin.join('.')} or newer; this is ${process.versions.node} (https://nodejs.org).`,
  );
}

/** Installs the dependencies when they are missing or not those of package-lock.json. */
export function install() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lock).digest('hex');
  // npm ci removes the folder with the stamp, so that an interrupted installation has none.
  const stamp = join(root, 'node_modules', '.platen-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!isInstalled(JSON.parse(lock))) {
    say('Installing the dependencies (npm ci) …');
    runNpm(['ci', '--no-audit', '--no-fund']);
  }
  writeFileSync(stamp, hash);
}

/** Whether somebody has installed exactly these by hand: npm keeps a lock of what it put there. */
function isInstalled(lock) {
  const file = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(file)) return false;
  const installed = JSON.parse(readFileSync(file, 'utf8')).packages;
  return Object.keys(lock.packages).every(function (name) {
    const wanted = lock.packages[name];
    // The root has no entry there; optional packages for other systems are left out.
    if (name === '' || (wanted.optional && !installed[name])) return true;
    return installed[name] !== undefined && installed[name].version === wanted.version;
  });
}

function runNpm(args) {
  const npm = process.env.npm_execpath;
  // npm tells its own path to the scripts it runs; elsewhere the one in PATH, which is a batch file on Windows.
  const viaNode = npm !== undefined && /\.c?js$/.test(npm);
  const isWindows = process.platform === 'win32';
  if (viaNode) run(process.execPath, [npm].concat(args), {});
  else run(isWindows ? 'npm.cmd' : 'npm', args, { shell: isWindows });
}

/** Runs a program in the clone and ends with its code when it fails. What it says goes to standard error. */
export function run(program, args, options) {
  const settings = Object.assign({ cwd: root, stdio: ['ignore', 2, 2] }, options);
  const done = spawnSync(program, args, settings);
  if (done.error) fail(`${program} could not be started: ${done.error.message}`);
  if (done.status !== 0) process.exit(done.status === null ? 1 : done.status);
}

/** Tells what takes time; standard output stays with the program that is started. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
