import { setTimeout as sleep } from 'node:timers/promises';

const everyMs = 50;

/** Waits for something to become true; `what` may tell what is there instead. The bound is for a machine that has much else to do. */
export async function until(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
  withinMs = 90_000,
): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`never came: ${typeof what === 'string' ? what : what()}`);
    await sleep(everyMs);
  }
}
