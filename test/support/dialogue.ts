import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { expect } from 'vitest';
import {
  attributes,
  decodeMessage,
  encodeMessage,
  firstInteger,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppMessage,
  type IppValue,
  operations,
} from '../../src/ipp/index.ts';
import { type HttpAnswer, RawConnection } from './ipp-client.ts';

/** What a client knows when it writes a request. */
export interface Known {
  readonly port: number;
  readonly user: string;
  /** The job that it made last; 0 before. */
  readonly job: number;
}

/** One request of a client, as it stands on the wire, and what its answer must hold. */
export interface Step {
  readonly says: string;
  readonly operation: number;
  readonly version?: IppMessage['version'];
  /** Of the HTTP request; `/ipp/print/demo` when absent. */
  readonly path?: string;
  /** Operation attributes in their order, the charset and language too. */
  readonly asks: (known: Known) => readonly IppAttribute[];
  readonly job?: (known: Known) => readonly IppAttribute[];
  readonly document?: Buffer;
  /** Octets of a chunk; Content-Length when absent. */
  readonly chunks?: number;
  readonly answer: Expected;
}

interface Expected {
  /** 200 when absent. */
  readonly http?: number;
  readonly status: number;
  /** Names that must be there, in the group of printer or job attributes. */
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  /** First values by name. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What a kind of client says over one connection. */
export interface Dialogue {
  readonly client: string;
  /** Where what is known of it comes from. */
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sends its headers and waits for leave to go on. */
  readonly expectsContinue?: boolean;
  readonly tls?: boolean;
  readonly user: string;
  readonly steps: readonly Step[];
  /** The last line of the history afterwards. */
  readonly history: Readonly<Record<string, unknown>>;
}

const makesJob: ReadonlySet<number> = new Set([operations.createJob, operations.printJob]);

/** Plays a dialogue against a server; every answer is looked at. Answers the last job. */
export async function play(dialogue: Dialogue, port: number): Promise<number> {
  const connection = await connectionTo(port, dialogue.tls === true);
  let job = 0;
  try {
    for (const [index, step] of dialogue.steps.entries()) {
      const known = { port, user: dialogue.user, job };
      const octets = bodyOf(step, known, index + 1);
      const http = await exchange(connection, { dialogue, step, octets, port });
      expect(http.status, step.says).toBe(step.answer.http ?? 200);
      if (http.status !== 200) continue;
      const message = decodeMessage(http.body);
      check(step, message, index + 1);
      if (makesJob.has(step.operation)) job = firstInteger(groupOf(message, groupTags.job), 'job-id') ?? job;
    }
    return job;
  } finally {
    connection.close();
  }
}

function bodyOf({ operation, version, asks, job, document }: Step, known: Known, requestId: number): Buffer {
  const groups: { tag: number; attributes: IppAttributes }[] = [
    { tag: groupTags.operation, attributes: attributes(...asks(known)) },
  ];
  if (job !== undefined) groups.push({ tag: groupTags.job, attributes: attributes(...job(known)) });
  const message: IppMessage = {
    version: version ?? { major: 2, minor: 0 },
    code: operation,
    requestId,
    groups,
  };
  return Buffer.concat([encodeMessage(message), document ?? Buffer.alloc(0)]);
}

interface Exchange {
  readonly dialogue: Dialogue;
  readonly step: Step;
  readonly octets: Buffer;
  readonly port: number;
}

async function exchange(
  connection: RawConnection,
  { dialogue, step, octets, port }: Exchange,
): Promise<HttpAnswer> {
  const fields = {
    Host: `localhost:${port}`,
    'Content-Type': 'application/ipp',
    ...(step.chunks === undefined
      ? { 'Content-Length': String(octets.length) }
      : { 'Transfer-Encoding': 'chunked' }),
    ...(dialogue.expectsContinue === true ? { Expect: '100-continue' } : {}),
    ...dialogue.headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  connection.send(`POST ${step.path ?? '/ipp/print/demo'} HTTP/1.1\r\n${lines.join('')}\r\n`);
  if (dialogue.expectsContinue === true)
    expect(await connection.continue(), `${step.says}: 100 Continue`).toBe(true);
  connection.send(step.chunks === undefined ? octets : chunked(octets, step.chunks));
  const answer = await connection.answer();
  if (answer === undefined)
    throw new Error(`${step.says}: the server closed the connection without an answer`);
  return answer;
}

function check({ says, answer }: Step, message: IppMessage, requestId: number): void {
  expect({ status: message.code, requestId: message.requestId }, says).toEqual({
    status: answer.status,
    requestId,
  });
  const group: IppAttributes =
    groupOf(message, groupTags.printer) ?? groupsOf(message, groupTags.job)[0] ?? new Map<never, never>();
  for (const name of answer.has ?? [])
    expect(group.get(name)?.values.length ?? 0, `${says}: ${name}`).toBeGreaterThan(0);
  for (const name of answer.lacks ?? []) expect(group.has(name), `${says}: no ${name}`).toBe(false);
  for (const [name, value] of Object.entries(answer.values ?? {}))
    expect(plain(group.get(name)?.values[0]), `${says}: ${name}`).toEqual(value);
}

function plain(value: IppValue | undefined): unknown {
  return value !== undefined && 'value' in value ? value.value : value;
}

function chunked(body: Buffer, octets: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += octets) {
    const chunk = body.subarray(at, at + octets);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

async function connectionTo(port: number, tls: boolean): Promise<RawConnection> {
  if (!tls) return new RawConnection(port);
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return new RawConnection(socket);
}
