import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { isFault, messageOf, PrintServerError } from '../../base/fault.ts';
import { formatListenAddress, type ListenAddress } from '../../model/listen.ts';

/** Peers of the Unix socket are operators, so that only the account that runs the server may open it. */
const socketMode = 0o600;

/** Opens one address; the answer has the port that was given for port 0. Throws the fault `listen-failed`. */
export async function listenOn(server: Server, address: ListenAddress): Promise<ListenAddress> {
  if (address.kind === 'unix') await removeStaleSocket(address.path);
  try {
    await listening(server, address);
  } catch (error) {
    throw new PrintServerError('listen-failed', sentenceFor(address, error), { cause: error });
  }
  const bound = server.address();
  return address.kind === 'tcp' && bound !== null && typeof bound === 'object'
    ? { ...address, port: bound.port }
    : address;
}

/** The machine has no such address, as with [::1] where IPv6 is switched off. */
export function isMissingAddress(error: unknown): boolean {
  if (!isFault(error, 'listen-failed')) return false;
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error.cause));
}

function listening(server: Server, address: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    if (address.kind === 'tcp') {
      server.listen(address.port, address.host);
      return;
    }
    server.listen(address.path);
    // The socket file is made inside listen(), so that nobody can connect before its mode is set.
    if (server.listening) chmodSync(address.path, socketMode);
  });
}

/** A socket file outlives a killed server; it is removed only when nobody answers it, and a file of any other kind never. */
async function removeStaleSocket(path: string): Promise<void> {
  const answer = await new Promise<string>((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve('connected');
    });
    probe.once('error', (error) => {
      resolve(codeOf(error));
    });
  });
  if (answer === 'ECONNREFUSED' && lstatSync(path).isSocket()) unlinkSync(path);
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has it; stop that program or choose another address under "listen"',
  EACCES: 'this account may not open it; choose a port above 1023 or a folder it may write to',
  EADDRNOTAVAIL: 'this machine has no such address; choose one of its own, or 0.0.0.0 for all',
  ENOENT: 'the folder of the socket does not exist; make it first',
};

function sentenceFor(address: ListenAddress, error: unknown): string {
  return `cannot listen on ${formatListenAddress(address)}: ${reasons[codeOf(error)] ?? messageOf(error)}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
