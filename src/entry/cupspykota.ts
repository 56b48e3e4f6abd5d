import { writeSync } from 'node:fs';
import { systemClock } from '../base/clock.ts';
import { main } from '../cups-backend/index.ts';

/*
 * The program in CUPS' backend directory; scripts/build.mjs makes one file of it. Node's own exit codes would mean to cupsd
 * what they do not say (7: run again at once, without end), so that every surprise ends as 1: failed.
 */

const failed = 1;
const terminate = new AbortController();

process.on('SIGTERM', () => {
  terminate.abort();
});
process.on('uncaughtException', surprise);

function surprise(error: unknown): void {
  try {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeSync(2, `ERROR: The print adapter failed.\nDEBUG: ${text.replaceAll('\n', ' | ')}\n`);
  } finally {
    process.exit(failed);
  }
}

main({
  path: process.argv[1] ?? '',
  args: process.argv.slice(2),
  environment: process.env,
  openStdin: () => process.stdin,
  uid: process.getuid?.(),
  pid: process.pid,
  parentNow: () => process.ppid,
  signal: terminate.signal,
  clock: systemClock,
}).then((code) => {
  process.exit(code);
}, surprise);
