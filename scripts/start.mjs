import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { install, requireNode, root } from './install.mjs';

requireNode();
install();
await build();

// In this process, so that Ctrl-C and signals reach the server itself. Further arguments win: npm start -- --listen …
const program = join(root, 'dist', 'entry', 'platen.js');
const demo = join(root, 'config', 'platen.json');
process.argv = [process.execPath, program, 'serve', '--config', demo, ...process.argv.slice(2)];
await import(pathToFileURL(program).href);
