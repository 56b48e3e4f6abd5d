import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { PrintServerError } from '../../src/base/fault.ts';
import type { Store } from '../../src/jobs/index.ts';

/** At which of the life's writes the process dies: before it takes effect, or after but before anyone hears of it. */
export interface Crash {
  readonly write: number;
  readonly when: 'before' | 'after';
}

/** Which calls fail, once each, and whether what was asked for was done all the same. */
export interface StoreFault {
  readonly call: number;
  readonly kind: 'unreachable' | 'unknown, not done' | 'unknown, done';
}

export interface LifeOptions {
  readonly store: Store;
  /** The spool as this life sees it, and where a copy for the next life goes at the moment of death. */
  readonly spool: string;
  readonly heirSpool: string;
  readonly crash?: Crash | undefined;
  readonly faults: readonly StoreFault[];
}

const writes: readonly string[] = [
  'commit',
  'apply',
  'makeAccount',
  'putPolicy',
  'allocateJobIds',
  'setStanding',
];

/**
 * One run of the server's process, which may die at any moment as by SIGKILL: from then on its store never answers, its
 * devices hear nothing more of it, and what its last promises still do to the spool is not seen by the next life.
 */
export class Life {
  readonly spool: string;
  readonly store: Store;
  readonly died: Promise<void>;
  /** Whether calls are counted and may fail: not while the server starts, nor when the history is over. */
  faulty = false;
  readonly #options: LifeOptions;
  #dead = false;
  #writes = 0;
  #calls = 0;
  #tellDeath: () => void = () => undefined;

  constructor(options: LifeOptions) {
    this.#options = options;
    this.spool = options.spool;
    this.store = wrapped(options.store, (name, call) => this.#around(name, call));
    this.died = new Promise((resolve) => {
      this.#tellDeath = resolve;
    });
  }

  get dead(): boolean {
    return this.#dead;
  }

  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    const { spool, heirSpool } = this.#options;
    mkdirSync(heirSpool, { recursive: true });
    for (const name of readdirSync(spool)) copyIfThere(join(spool, name), join(heirSpool, name));
    this.#tellDeath();
  }

  /** Turns of the event loop, or milliseconds; the dead do not come back from it. */
  async pass(turns: number, milliseconds = 0): Promise<void> {
    for (let left = turns; left > 0; left -= 1) await turn();
    if (milliseconds > 0) await delay(milliseconds);
    if (this.#dead) await never;
  }

  async #around(name: string, call: () => Promise<unknown>): Promise<unknown> {
    if (this.#dead) return never;
    if (writes.includes(name)) this.#writes += 1;
    if (this.faulty) this.#calls += 1;
    const { crash } = this.#options;
    const dies = writes.includes(name) && crash?.write === this.#writes;
    if (dies && crash.when === 'before') {
      this.die();
      return never;
    }
    const fault = !this.faulty ? undefined : this.#options.faults.find(({ call: at }) => at === this.#calls);
    if (fault !== undefined) return this.#fail(fault, name, call);
    const answer = await call();
    if (dies) this.die();
    return this.dead ? never : answer;
  }

  /** A read that fails has done nothing in any case. */
  async #fail({ kind }: StoreFault, name: string, call: () => Promise<unknown>): Promise<never> {
    if (kind === 'unreachable' || !writes.includes(name)) {
      throw new PrintServerError('store-unreachable', `${name}: the store is away`);
    }
    if (kind === 'unknown, done') await call();
    throw new PrintServerError('store-outcome-unknown', `${name}: the answer was lost (${kind})`);
  }
}

/** A removal that was under way may be done before the copy. */
function copyIfThere(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

const never = new Promise<never>(() => undefined);

/** Every method of the store, those of later days too, goes through `around`. */
function wrapped(
  store: Store,
  around: (name: string, call: () => Promise<unknown>) => Promise<unknown>,
): Store {
  return new Proxy(store, {
    get(target, key): unknown {
      const method: unknown = Reflect.get(target, key);
      if (typeof method !== 'function') return method;
      return (...values: unknown[]): Promise<unknown> =>
        around(String(key), () => Promise.resolve<unknown>(Reflect.apply(method, target, values)));
    },
  });
}
