import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstInteger, groupOf, groupTags, type IppMessage, operations } from '../../src/ipp/index.ts';
import type { PrintServerOptions } from '../../src/server/index.ts';
import { type Asked, askAt } from './asking.ts';
import type { FakeOptions } from './fake-print-jobs.ts';
import { startTestServer, type TestServer } from './ipp-client.ts';

/** Nobody looks into it. */
export const anyDocument: Buffer = Buffer.from('%PDF-1.7 not really');

export interface OperatorServer extends TestServer {
  readonly folder: string;
  /** In the folder; its peers are operators. */
  readonly socket: string;
  ask(asked: Asked, document?: Uint8Array): Promise<IppMessage>;
  /** By root, a peer of the Unix socket. */
  command(asked: Asked): Promise<IppMessage>;
  /** The number of a job of alice, whose document nobody reads. */
  print(asked?: Partial<Asked>): Promise<number>;
}

/** The IPP face over jobs that are only pretended, with a Unix socket for operators. */
export async function startOperatorServer(
  fake: FakeOptions,
  options: Partial<PrintServerOptions> = {},
): Promise<OperatorServer> {
  const folder = await mkdtemp(join(tmpdir(), 'platen-operators-'));
  const socket = join(folder, 'operators.sock');
  const server = await startTestServer(fake, {
    listen: [
      { kind: 'tcp', host: '127.0.0.1', port: 0 },
      { kind: 'unix', path: socket },
    ],
    ...options,
  });
  const place = { port: server.port, socket };
  return {
    ...server,
    folder,
    socket,
    ask: (asked, document) => askAt(place, asked, document),
    command: (asked) => askAt(place, { user: 'root', operator: true, ...asked }),
    print: async (asked) => {
      const reply = await askAt(place, { code: operations.printJob, ...asked }, anyDocument);
      return firstInteger(groupOf(reply, groupTags.job), 'job-id') ?? 0;
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
