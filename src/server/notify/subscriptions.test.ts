import { describe, expect, it } from 'vitest';
import { say } from '../../model/sentences/sentence.ts';
import { subscriptionLimits as limits, type Occurrence } from './subscription.ts';
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

describe('the events of a subscription', () => {
  it('are kept until there is no room for more; then the oldest go first', async () => {
    const subscriptions = new Subscriptions({ now: () => 1_800_000_000_000 }, new Waiting(1));
    const template = { events: ['job-created'], language: 'en', leaseSeconds: 60 } as const;
    const made = await subscriptions.create('alice', { printer: 'demo' }, template, []);
    for (let told = 0; told <= limits.eventsMax; told += 1) subscriptions.tell(jobMade);
    await subscriptions.save();
    const kept = subscriptions.get(made?.id ?? 0);
    const numbers =
      kept === undefined ? [] : tellable(kept, 1_800_000_000_000).map(({ sequence }) => sequence);
    expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([limits.eventsMax, 2, limits.eventsMax + 1]);
  });
});
