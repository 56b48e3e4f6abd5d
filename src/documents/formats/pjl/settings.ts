import type { Sides } from '../../../model/ticket.ts';
import type { WrapperDefaults } from '../../format.ts';

/** Values by name in upper case: those of the job stand above those that DEFAULT gave the printer. */
export class PjlSettings {
  readonly #persistent = new Map<string, string>();
  readonly #ofJob = new Map<string, string>();

  /** What is doubtful in the copies now in force, '' when nothing is. */
  get doubt(): string {
    if ((this.#number('COPIES') ?? 1) > 1 && (this.#number('QTY') ?? 1) > 1) {
      return 'Both COPIES and QTY ask for more than one: devices differ on whether they multiply.';
    }
    if (['COPIES', 'QTY'].some((name) => this.#persistent.has(name) && !this.#ofJob.has(name))) {
      return 'Copies come from DEFAULT, which devices obey at different times.';
    }
    return '';
  }

  get defaults(): WrapperDefaults {
    const copies = (this.#number('COPIES') ?? 1) * (this.#number('QTY') ?? 1);
    return { copies, sides: this.#sides, closed: true };
  }

  /** Only what is asked for later is kept, so that a stream of names cannot fill the memory. */
  set(name: string, value: string, persistent: boolean): void {
    const upper = name.toUpperCase();
    if (kept.has(upper)) (persistent ? this.#persistent : this.#ofJob).set(upper, value.toUpperCase());
  }

  endJob(): void {
    this.#ofJob.clear();
  }

  get #sides(): Sides | undefined {
    const duplex = this.#value('DUPLEX');
    if (duplex === 'OFF') return 'one-sided';
    if (duplex !== 'ON') return undefined;
    return this.#value('BINDING') === 'SHORTEDGE' ? 'two-sided-short-edge' : 'two-sided-long-edge';
  }

  #number(name: string): number | undefined {
    const value = this.#value(name);
    if (value === undefined || !/^\d+$/.test(value)) return undefined;
    return Math.max(1, Number(value));
  }

  #value(name: string): string | undefined {
    return this.#ofJob.get(name) ?? this.#persistent.get(name);
  }
}

const kept: ReadonlySet<string> = new Set(['COPIES', 'QTY', 'DUPLEX', 'BINDING']);
