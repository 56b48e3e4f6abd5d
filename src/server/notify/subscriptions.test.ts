import { describe, expect, it } from 'vitest';
import { quietLog } from '../../logging/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { KeptSubscriptions } from './kept-subscriptions.ts';
import {
  isOwnedBy,
  subscriptionLimits as limits,
  type Occurrence,
  type SubscriptionTemplate,
} from './subscription.ts';
import { Subscriptions, tellable } from './subscriptions.ts';
import { Waiting } from './waiting.ts';

const jobMade: Occurrence = {
  printer: 'demo',
  job: 1,
  keywords: ['job-created'],
  text: say('event-job-created', { subject: 1 }),
  attributes: [],
  last: false,
};

const template: SubscriptionTemplate = { events: ['job-created'], language: 'en', leaseSeconds: 600 };
const printer = { printer: 'demo' };

describe('the owner of a subscription', () => {
  it('is nobody who only claims the name', async () => {
    const subscriptions = new Subscriptions({ now: () => 0 }, new Waiting(1));
    const proved = { name: 'alice', level: 'password' } as const;
    const claimed = { name: 'alice', level: 'claimed' } as const;
    const made = await subscriptions.create(proved, printer, template, []);
    const other = await subscriptions.create(claimed, printer, template, []);
    const owned = [made, other].map((each) => each !== undefined && isOwnedBy(each, claimed));
    expect(owned).toEqual([false, true]);
    expect(made !== undefined && isOwnedBy(made, proved)).toBe(true);
    // Whoever only claims the name takes nothing from its owner.
    const most = limits.subscriptionsPerOwnerMax;
    expect([subscriptions.roomFor(proved), subscriptions.roomFor(claimed)]).toEqual([most - 1, most - 2]);
  });
});

describe('a subscription of before a restart', () => {
  it('has its lease anew, unless that has ended (RFC 3995 §5.4.3), its owner and the address of its printer', async () => {
    let now = 1_800_000_000_000;
    let file: string | undefined;
    const keeper = {
      read: () => Promise.resolve(file),
      write: (text: string) => {
        file = text;
        return Promise.resolve();
      },
    };
    const start = (): Subscriptions =>
      new Subscriptions({ now: () => now }, new Waiting(1), new KeptSubscriptions(keeper, quietLog));
    const owner = { name: 'alice', level: 'password', printerUri: 'ipp://h/ipp/print/demo' } as const;
    const before = start();
    const long = await before.create(owner, printer, template, []);
    const short = await before.create(owner, printer, { ...template, leaseSeconds: 60 }, []);
    now += 300_000;
    const after = start();
    await after.takeUp(() => Promise.resolve(true));
    expect(after.get(short?.id ?? 0)).toBeUndefined();
    expect(after.get(long?.id ?? 0)).toMatchObject({ owner, endsAt: now + 600_000 });
  });

  it('is taken up from a file that does not say how well its owner was known', async () => {
    const row = { id: 7, owner: 'alice', printer: 'demo', events: ['job-created'], language: 'en' };
    const subscriptions = [{ ...row, leaseSeconds: 600, endsAt: 600_000, sequence: 0 }];
    const keeper = {
      read: () => Promise.resolve(JSON.stringify({ version: 1, lastId: 7, subscriptions })),
      write: () => Promise.resolve(),
    };
    const taken = new Subscriptions(
      { now: () => 0 },
      new Waiting(1),
      new KeptSubscriptions(keeper, quietLog),
    );
    await taken.takeUp(() => Promise.resolve(true));
    expect(taken.get(7)?.owner).toEqual({ name: 'alice', level: 'claimed' });
  });
});

describe('the events of a subscription', () => {
  it('are kept until there is no room for more; then the oldest go first', async () => {
    const subscriptions = new Subscriptions({ now: () => 1_800_000_000_000 }, new Waiting(1));
    const made = await subscriptions.create(
      { name: 'alice', level: 'claimed' },
      { printer: 'demo' },
      template,
      [],
    );
    for (let told = 0; told <= limits.eventsMax; told += 1) subscriptions.tell(jobMade);
    await subscriptions.save();
    const kept = subscriptions.get(made?.id ?? 0);
    const numbers =
      kept === undefined ? [] : tellable(kept, 1_800_000_000_000).map(({ sequence }) => sequence);
    expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([limits.eventsMax, 2, limits.eventsMax + 1]);
  });
});
