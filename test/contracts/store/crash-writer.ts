import { openEmbeddedStore } from '../../../src/storage/embedded/index.ts';
import { grant, historyRow, jobRecord, post, release, reserve, transition } from './fixtures.ts';

/**
 * The process that is killed: writes jobs of several users as fast as it can, and says on its output what it begins
 * (`+`) and what was answered with yes (`=`). Written in one piece a line, so a line that is there is whole.
 */
const [folder = '', round = '0', clients = '8'] = process.argv.slice(2);
const store = await openEmbeddedStore({ folder });
await store.recover();

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function acceptAndSettle(account: string, document: Uint8Array): Promise<void> {
  const id = await store.allocateJobIds(1);
  say(`= number ${id}`);
  const hold = `job:${id}:hold`;
  const job = jobRecord({ id, account, hold });
  say(`+ job ${id} 1`);
  const accept = transition(job, {
    id: `job:${id}:1`,
    step: 'accept',
    ledger: [reserve({ account, id: hold, job: id, amount: 100, impressions: 2 })],
    document,
  });
  await store.commit(accept);
  say(`= job ${id} 1`);
  const charged = id % 5 !== 0;
  const ledger = charged
    ? post({ account, id: `job:${id}:post`, job: id, hold, amount: 60, impressions: 1 })
    : release({ account, id: `job:${id}:void`, job: id, hold });
  say(`+ job ${id} 2`);
  await store.commit(
    transition(
      { ...job, revision: 2, state: 'ended' },
      {
        id: `job:${id}:2`,
        step: 'finish',
        ledger: [ledger, grant({ account, id: `job:${id}:bonus`, amount: 7 })],
        document: 'remove',
        history: historyRow({ job: id, user: account }),
      },
    ),
  );
  say(`= job ${id} 2`);
}

async function client(number: number): Promise<void> {
  const account = `user-${number % 3}`;
  const document = new Uint8Array(10_240).fill(number);
  for (let turn = 0; ; turn++) {
    const id = `grant:${round}:${number}:${turn}`;
    say(`+ grant ${id}`);
    await store.apply([grant({ account, id, amount: 1_000 })]);
    say(`= grant ${id}`);
    await acceptAndSettle(account, document);
  }
}

await Promise.all(Array.from({ length: Number(clients) }, (_, number) => client(number)));
