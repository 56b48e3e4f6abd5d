import { describe, expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

describe('lanes', () => {
  test('work on one key runs one after the other, in order', async () => {
    const lanes = new Lanes<string>();
    const seen: string[] = [];
    const step = (name: string) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
    };
    await Promise.all([lanes.run('a', step('one')), lanes.run('a', step('two'))]);
    expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  test('work on different keys does not wait for each other', async () => {
    const lanes = new Lanes<number>();
    const never = new Promise<void>(() => undefined);
    void lanes.run(1, () => never);
    expect(await lanes.run(2, () => Promise.resolve('done'))).toBe('done');
  });

  test('a failure is told to its caller and does not stop the next', async () => {
    const lanes = new Lanes<string>();
    const failing = lanes.run('a', () => Promise.reject(new Error('no')));
    const next = lanes.run('a', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
