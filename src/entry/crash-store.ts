import { PrintServerError } from '../base/fault.ts';
import type { Store, Transition } from '../jobs/index.ts';

const steps: readonly Transition['step'][] = [
  'open',
  'accept',
  'judge',
  'start',
  'remote',
  'update',
  'finish',
  'refuse',
];

/**
 * For crash tests only: a store beside which the process ends, as by SIGKILL, right before or after the first commit
 * of a step. `at` is such as `accept:before`.
 */
export function crashingStore(store: Store, at: string): Store {
  const [step, when] = at.split(':');
  const known = steps.some((name) => name === step) && (when === 'before' || when === 'after');
  if (!known) {
    const expected = `one of ${steps.join(', ')} with :before or :after`;
    throw new PrintServerError('config-invalid', `PLATEN_TEST_CRASH_AT is ${at}; expected ${expected}`);
  }
  return new Proxy(store, {
    get(target, name): unknown {
      if (name === 'commit') return commitThatCrashes(target, step, when);
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function commitThatCrashes(store: Store, step: string | undefined, when: string): Store['commit'] {
  return async (transition) => {
    if (transition.step !== step) return store.commit(transition);
    if (when === 'before') die();
    const result = await store.commit(transition);
    die();
    return result;
  };
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
