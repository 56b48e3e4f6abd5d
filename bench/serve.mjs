// Starts the built server for a measurement: N queues, each with a raw device of its own, every rule switched on.
//
//     node bench/serve.mjs --dir FOLDER --port 8710 --device-port 8720 [--queues 16] [--store embedded|memory] [--mongo URI]
//                          [--formats TYPE,TYPE]
//
// Queue qK sends to 127.0.0.1 : device-port + K − 1. Accounts are made with a balance, so that every job is priced,
// held, posted and written into the history. Runs in this process, so that its CPU and memory are the server's own.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    port: { type: 'string', default: '8710' },
    'device-port': { type: 'string', default: '8720' },
    queues: { type: 'string', default: '16' },
    store: { type: 'string', default: 'embedded' },
    mongo: { type: 'string' },
    formats: { type: 'string', default: 'application/pdf,image/pwg-raster' },
  },
});
if (values.dir === undefined) throw new Error('--dir FOLDER is needed');

const folder = resolve(values.dir);
mkdirSync(folder, { recursive: true });
const store =
  values.mongo === undefined
    ? { kind: values.store }
    : { kind: 'mongo', uri: values.mongo, database: `bench${process.pid}` };
const config = {
  listen: [`127.0.0.1:${values.port}`],
  data: join(folder, 'data'),
  store,
  users: { unknown: 'create', template: { mode: 'both', balance: '1000000.00' } },
  logging: { level: 'warn' },
  defaults: {
    prices: { impression: '0.05', colour: '0.20', sheet: '0.01' },
    capabilities: { formats: values.formats.split(','), colour: true },
  },
  printers: Array.from({ length: Number(values.queues) }, (_, index) => ({
    name: `q${index + 1}`,
    device: `socket://127.0.0.1:${Number(values['device-port']) + index}`,
  })),
};
const file = join(folder, 'platen.json');
writeFileSync(file, JSON.stringify(config, null, 2));
process.argv.splice(2, process.argv.length, 'serve', '--config', file);
await import('../dist/entry/platen.js');
