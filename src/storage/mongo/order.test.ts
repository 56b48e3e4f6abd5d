import { expect, test } from 'vitest';
import { Order } from './order.ts';

test('numbers grow, also within a millisecond and when the clock goes back', () => {
  const times = [5, 5, 4, 6];
  const order = new Order({ now: () => times.shift() ?? 0 });
  expect([order.next(), order.next(), order.next(), order.next()]).toEqual([5_000, 5_001, 5_002, 6_000]);
});
