import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AdapterFolder } from '../support/adapter-run.ts';
import { makePdf } from '../support/documents/index.ts';
import { ServerProcess } from '../support/server-process.ts';

const octets = 128 * 1024 * 1024;
/** What was read and is not collected yet: 30 to 43 MiB, of 64 MiB and of 256. A document of 128 MiB kept whole would show. */
const growthMib = 64;

describe('a large job', () => {
  let server: ServerProcess;
  let adapter: AdapterFolder;

  beforeAll(async () => {
    server = await ServerProcess.make({
      adapter: { socket: 'adapter.sock' },
      printers: [{ name: 'office', device: 'cupspykota:', unknownCount: 'device' }],
    });
    await server.start();
  });

  afterAll(() => server.remove());

  beforeEach(async () => {
    adapter = await AdapterFolder.make();
    await adapter.configure({ server: { kind: 'socket', path: join(server.folder, 'adapter.sock') } });
    await adapter.backend('count', 'if [ $# -ge 6 ]; then exec <"$6"; fi; wc -c >"$OUT/octets"');
  });

  afterEach(() => adapter.remove());

  const raw = (size: number): Buffer => Buffer.alloc(size);
  const pdf = (size: number): Buffer => makePdf({ pages: 3, octets: size });

  test.each([
    { what: 'raw data as a stream', make: raw, type: 'application/x-vendor', file: false },
    { what: 'raw data as a file', make: raw, type: 'application/x-vendor', file: true },
    { what: 'PDF as a stream', make: pdf, type: 'application/pdf', file: false },
    { what: 'PDF as a file', make: pdf, type: 'application/pdf', file: true },
  ])('of $what is in the memory of nobody', async ({ make, type, file }) => {
    const run = async (job: number, data: Buffer): Promise<{ adapterMib: number; serverMib: number }> => {
      writeFileSync(join(adapter.folder, 'document'), data);
      const given = file ? { file: join(adapter.folder, 'document') } : { input: data };
      const environment = { CONTENT_TYPE: type };
      const child = adapter.start({ uri: 'cupspykota:count:/', job, ...given, environment });
      const adapterMib = await peakOf(child);
      expect(child.exitCode).toBe(0);
      const taken = readFileSync(join(adapter.folder, 'out', 'octets'), 'utf8');
      expect(Number(taken)).toBe(data.length);
      return { adapterMib, serverMib: peakMib(server.pid) };
    };
    const small = await run(1, make(100_000));
    const large = await run(2, make(octets));
    expect(large.adapterMib - small.adapterMib).toBeLessThan(growthMib);
    expect(large.adapterMib).toBeLessThan(120);
    expect(large.serverMib - small.serverMib).toBeLessThan(growthMib);
  });
});

/** Mebibytes at most, asked again and again while it runs. */
async function peakOf(child: ChildProcess): Promise<number> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, peakMib(child.pid ?? 0));
  }, 2);
  await once(child, 'exit');
  clearInterval(watch);
  expect(peak).toBeGreaterThan(10);
  return peak;
}

function peakMib(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
