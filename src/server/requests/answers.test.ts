import { describe, expect, test } from 'vitest';
import { statuses } from '../../ipp/index.ts';
import { type RefusalKind, refusalKinds } from '../../model/refusal.ts';
import { type Phase, refusalAnswer } from './answers.ts';
import { type Client, clientOf } from './clients.ts';

/** As they name themselves on the wire; see clients.ts. */
const clients = {
  'the CUPS backend, macOS and ChromeOS': clientOf({
    'user-agent': 'CUPS/2.4.2 (Linux 6.1; x86_64) IPP/2.0',
  }),
  ipptool: clientOf({
    'user-agent': 'CUPS/2.4.2 (Linux 6.1; x86_64) IPP/2.0',
    'accept-encoding': 'deflate, gzip, identity',
  }),
  Windows: clientOf({ 'user-agent': 'Internet Print Provider' }),
  Android: clientOf({}),
  'go-ipp': clientOf({ 'user-agent': 'Go-http-client/1.1' }),
} as const satisfies Readonly<Record<string, Client>>;
type ClientName = keyof typeof clients;

interface Cell {
  readonly client: ClientName;
  readonly kind: RefusalKind;
  readonly phase: Phase;
  readonly status: number;
}

const names: readonly ClientName[] = [
  'the CUPS backend, macOS and ChromeOS',
  'ipptool',
  'Windows',
  'Android',
  'go-ipp',
];
const phases: readonly Phase[] = ['before-document', 'with-document'];

/** Every client × operation × reason. */
const cells: readonly Cell[] = names.flatMap((client) =>
  refusalKinds.flatMap((kind) =>
    phases.map((phase) => ({ client, kind, phase, status: statusOf(client, kind, phase) })),
  ),
);

function statusOf(client: ClientName, kind: RefusalKind, phase: Phase): number {
  return refusalAnswer([{ kind, message: 'No.' }], { client: clients[client], phase }).status;
}

const isCups = ({ client }: Cell): boolean => client.includes('CUPS');
const account: readonly RefusalKind[] = [
  'identity-too-weak',
  'unknown-user',
  'account-blocked',
  'over-quota',
  'over-balance',
];
const uncountable: readonly RefusalKind[] = ['format-not-supported', 'not-countable'];

const wrong = (isRight: (cell: Cell) => boolean): readonly string[] =>
  cells
    .filter((cell) => !isRight(cell))
    .map(({ client, kind, phase, status }) => `${client}, ${kind}, ${phase}: ${status.toString(16)}`);

describe('what a client is told of a refusal', () => {
  test('is an error, and never the one that stops the queues of CUPS', () => {
    expect(cells).toHaveLength(names.length * refusalKinds.length * phases.length);
    expect(wrong(({ status }) => status >= 0x0400 && status !== statuses.serverErrorInternalError)).toEqual(
      [],
    );
  });

  // Measured with cupsd 2.4.2: these are tried again for ever, and the queue is blocked for everybody.
  test('is none of the registered account codes for CUPS, which gets its own twins', () => {
    const registered = (status: number): boolean => status >= 0x041c && status <= 0x041f;
    const twins = (status: number): boolean => status >= 0x049c && status <= 0x049f;
    expect(wrong((cell) => !isCups(cell) || !registered(cell.status))).toEqual([]);
    expect(wrong((cell) => isCups(cell) || !twins(cell.status))).toEqual([]);
    expect(
      wrong((cell) => {
        if (!account.includes(cell.kind)) return true;
        return isCups(cell) ? twins(cell.status) : registered(cell.status);
      }),
    ).toEqual([]);
  });

  // The backend sends the document a thousand times a second otherwise.
  test('with the document is nothing that CUPS sends again at once', () => {
    const again: readonly number[] = [
      statuses.clientErrorNotPossible,
      statuses.serverErrorServiceUnavailable,
      statuses.serverErrorBusy,
    ];
    expect(
      wrong((cell) => !isCups(cell) || cell.phase !== 'with-document' || !again.includes(cell.status)),
    ).toEqual([]);
  });

  test('is the same word for everybody when the document cannot be counted or is of a wrong type', () => {
    expect(
      wrong(
        ({ kind, status }) =>
          !uncountable.includes(kind) || status === statuses.clientErrorDocumentFormatNotSupported,
      ),
    ).toEqual([]);
  });

  test('is decided by the gravest of several reasons, and all are told', () => {
    const answer = refusalAnswer(
      [
        { kind: 'over-balance', message: 'Too dear.' },
        { kind: 'account-blocked', message: 'Blocked.' },
      ],
      { client: clients.ipptool, phase: 'before-document' },
    );
    expect(answer).toMatchObject({
      status: statuses.clientErrorAccountClosed,
      message: 'Blocked. Too dear.',
    });
  });
});
