import { describe, expect, test, vi } from 'vitest';
import { LogKeeper, type LogState } from './log-keeper.ts';

const mib = 1024 * 1024;
const settled = (): Promise<void> => new Promise(setImmediate);

describe('the keeper of the write-ahead log', () => {
  const keeperOver = (...states: readonly LogState[]) => {
    const checkpoint = vi.fn<() => Promise<LogState>>();
    for (const state of states) checkpoint.mockResolvedValueOnce(state);
    return { checkpoint, keeper: new LogKeeper(checkpoint) };
  };
  const large = { requests: 1, documentOctets: 9 * mib };
  const small = { requests: 1, documentOctets: 0 };

  test('checkpoints when the log has grown, not before', () => {
    const { checkpoint, keeper } = keeperOver({ logPages: 100, leftPages: 0 });
    keeper.noteBatch(small);
    expect(checkpoint).not.toHaveBeenCalled();
    keeper.noteBatch(large);
    expect(checkpoint).toHaveBeenCalledTimes(1);
  });

  test('runs one at a time', () => {
    const { checkpoint, keeper } = keeperOver({ logPages: 100, leftPages: 0 });
    keeper.noteBatch(large);
    keeper.noteBatch(large);
    expect(checkpoint).toHaveBeenCalledTimes(1);
  });

  test('asks once for a new beginning when the log is long and nearly all of it is in the file', async () => {
    const { checkpoint, keeper } = keeperOver(
      { logPages: 20_000, leftPages: 9_000 },
      { logPages: 20_100, leftPages: 100 },
    );
    expect(keeper.noteBatch(large)).toBe(false);
    await settled();
    expect(checkpoint).toHaveBeenCalledTimes(2);
    expect(keeper.noteBatch(small)).toBe(true);
    expect(keeper.noteBatch(small)).toBe(false);
  });

  test('does not ask while the log is short', async () => {
    const { keeper } = keeperOver({ logPages: 3_000, leftPages: 0 });
    keeper.noteBatch(large);
    await settled();
    expect(keeper.noteBatch(small)).toBe(false);
  });

  test('tries again after a checkpoint that failed', async () => {
    const checkpoint = vi.fn<() => Promise<LogState>>().mockRejectedValue(new Error('busy'));
    const keeper = new LogKeeper(checkpoint);
    keeper.noteBatch(large);
    await settled();
    keeper.noteBatch(large);
    expect(checkpoint).toHaveBeenCalledTimes(2);
  });
});
