import type { DocumentSize } from './document.ts';
import type { LoadPlan } from './messages.ts';

export interface Work {
  readonly name: string;
  readonly what: string;
  readonly kind: LoadPlan['kind'];
  readonly requests: number;
  readonly connections: number;
  readonly queues: number;
  readonly document: DocumentSize;
  readonly beside?: LoadPlan['beside'];
  readonly besideCount?: number;
  readonly perSecond?: number;
  /** Jobs to print before anything is measured, for works that need a history. */
  readonly before?: number;
  /** Not part of a plain `npm run bench`: takes minutes. */
  readonly onRequest?: true;
}

const small: DocumentSize = { octets: 10_240, pages: 2 };
const mebi = 1_048_576;

/** Everything that is measured; no one else lists it. */
export const works: readonly Work[] = [
  print('small1', '2 000 × 10 KB PDF, Print-Job, one queue, 1 connection', { connections: 1 }),
  print('small16', '2 000 × 10 KB PDF, Print-Job, one queue, 16 connections', { connections: 16 }),
  print('small64', '2 000 × 10 KB PDF, Print-Job, one queue, 64 connections', { connections: 64 }),
  {
    ...print('cs16', '2 000 × 10 KB PDF, Create-Job + Send-Document, one queue, 16 connections', {}),
    kind: 'create-send',
    connections: 16,
  },
  print('small64q16', '2 000 × 10 KB PDF, Print-Job, 16 queues with a device each, 64 connections', {
    connections: 64,
    queues: 16,
  }),
  print('big', '200 × 5 MB PDF of 20 pages, Print-Job, one queue, 4 connections', {
    requests: 200,
    connections: 4,
    document: { octets: 5 * mebi, pages: 20 },
  }),
  print('huge', 'one PDF of 2 GB, Print-Job in chunks', {
    requests: 1,
    connections: 1,
    document: { octets: 2_048 * mebi, pages: 1 },
  }),
  {
    ...print('attrs', '20 000 Get-Printer-Attributes, 64 connections', { connections: 64 }),
    kind: 'attributes',
    requests: 20_000,
  },
  {
    ...probe('quiet', '50 Get-Printer-Attributes a second, nothing else'),
    onRequest: true,
  },
  { ...probe('slow500', 'the same beside 500 uploads at 1 KB/s'), beside: 'slow-uploads', besideCount: 500 },
  { ...probe('idle5k', 'the same beside 5 000 silent sockets'), beside: 'idle-sockets', besideCount: 5_000 },
  {
    ...probe('half5k', 'the same beside 5 000 half-sent HTTP headers'),
    beside: 'half-headers',
    besideCount: 5_000,
  },
  history('history500', 'Get-Jobs, limit 50, after 500 jobs', 500),
  history('history100k', 'Get-Jobs, limit 50, after 100 000 jobs', 100_000),
  print('many', '100 000 × 10 KB PDF, Print-Job, 16 queues, 64 connections: growth of memory', {
    requests: 100_000,
    connections: 64,
    queues: 16,
    onRequest: true,
  }),
];

function print(name: string, what: string, work: Partial<Work>): Work {
  return { name, what, kind: 'print', requests: 2_000, connections: 16, queues: 1, document: small, ...work };
}

function probe(name: string, what: string): Work {
  return {
    ...print(name, what, {}),
    kind: 'attributes',
    requests: 600,
    connections: 4,
    perSecond: 50,
    onRequest: true,
  };
}

function history(name: string, what: string, before: number): Work {
  return { ...print(name, what, { before }), kind: 'jobs', requests: 200, connections: 4, onRequest: true };
}
