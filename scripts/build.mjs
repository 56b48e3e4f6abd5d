import { createHash } from 'node:crypto';
// Whole, because a single name that an old version lacks would end the process before requireNode can speak.
import fs from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, requireNode, root, run, say } from './install.mjs';

/** Compiles src into dist when something that goes into it has changed since. */
export async function build() {
  const stamp = join(root, 'dist', '.platen-built');
  const hash = hashOfInputs();
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash) return;
  say('Building …');
  // A file that was renamed in src must not live on in dist.
  fs.rmSync(join(root, 'dist'), { recursive: true, force: true });
  run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {});
  copyAssets();
  await bundleAdapter();
  const program = join(root, 'dist', 'entry', 'platen.js');
  if (fs.existsSync(program)) fs.chmodSync(program, 0o755);
  fs.writeFileSync(stamp, hash);
}

/**
 * The CUPS adapter: one file that needs nothing beside it, since it is copied into CUPS' backend directory. CommonJS starts
 * in two thirds of the time of an ES module; in this folder, whose package says "module", it runs as one all the same.
 */
async function bundleAdapter() {
  const file = join(root, 'dist', 'cupspykota');
  // Here and not above: it may have to be installed first.
  const { buildSync } = await import('esbuild');
  buildSync({
    entryPoints: [join(root, 'src', 'entry', 'cupspykota.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'iife',
    target: 'node20',
    // What is imported late is required late: an import() would start Node's loader of ES modules, 8 ms of every job.
    supported: { 'dynamic-import': false },
    // The interpreter by its absolute path: cupsd's PATH lacks /usr/local/bin. `platen cups install` writes its own.
    banner: {
      js: `#!${fs.realpathSync(process.execPath)}\nvar require = typeof require === 'function' ? require : process.getBuiltinModule;`,
    },
    logLevel: 'warning',
  });
  fs.chmodSync(file, 0o755);
}

/** By content and not by time: a checkout gives every file a new time. */
function hashOfInputs() {
  const sources = fs
    .readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isTest(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/build.mjs'].map(
    (name) => join(root, name),
  );
  const hash = createHash('sha256');
  for (const path of [...settings, ...sources])
    hash.update(path.slice(root.length)).update('\0').update(fs.readFileSync(path));
  return hash.digest('hex');
}

/** What the compiler does not write: everything but TypeScript. */
function copyAssets() {
  fs.cpSync(join(root, 'src'), join(root, 'dist'), {
    recursive: true,
    filter: (path) => !/\.tsx?$/.test(path),
  });
}

function isTest(name) {
  return /\.test\.tsx?$/.test(name);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode();
  install();
  await build();
}
