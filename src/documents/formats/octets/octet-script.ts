import { OctetInput, type TakenOctets } from './octet-input.ts';

/** What a script asks of the octets that stream by. */
export type Demand<Answer> =
  | {
      readonly kind: 'take';
      /** Octets that are handed over in one piece; at least 1. */
      readonly octets: number;
      /** The answer when the document ends right here, where that is no cut. */
      readonly atEnd?: (() => Answer) | undefined;
    }
  | {
      readonly kind: 'pass';
      readonly octets: number;
      readonly see?: ((part: Uint8Array) => void) | undefined;
    }
  | {
      readonly kind: 'scan';
      /** Position behind the last octet that belongs to it, or undefined when it takes all and more. */
      readonly scan: (chunk: Uint8Array, at: number) => number | undefined;
      readonly atEnd?: (() => Answer | undefined) | undefined;
    };

/**
 * A decoder written from the first field to the last, as if the whole document were there. It stops at each demand
 * until the octets have come, so that chunks of any size give the same answer. Each demand costs some hundred
 * nanoseconds: where documents are made of short records, what lies at hand is taken from the `OctetInput` instead.
 */
export type Script<Result, Answer> = Generator<Demand<Answer>, Result, TakenOctets>;

/** The next octets; they hold until the next demand only, because they may lie in the caller's chunk. */
export function* take<Answer = never>(octets: number, atEnd?: () => Answer): Script<TakenOctets, Answer> {
  return yield { kind: 'take', octets, atEnd };
}

export function* takeOctet<Answer = never>(atEnd?: () => Answer): Script<number, Answer> {
  const taken = yield { kind: 'take', octets: 1, atEnd };
  return taken.getUint8(0);
}

/** Waits until there is another octet; `atEnd` tells what it means that there is none. */
export function* awaitOctet<Answer = never>(atEnd?: () => Answer): Script<void, Answer> {
  yield { kind: 'scan', scan: (_chunk, at) => at, atEnd };
}

/** Goes past octets by their number, whatever they look like. */
export function* pass<Answer = never>(
  octets: number,
  see?: (part: Uint8Array) => void,
): Script<void, Answer> {
  if (octets > 0) yield { kind: 'pass', octets, see };
}

/** Runs a script over chunks, with the memory of its longest `take`. */
export class ScriptRun<Answer> {
  readonly #input = new OctetInput();
  readonly #script: Script<Answer, Answer>;
  #demand: Demand<Answer> | undefined;
  #answer: Answer | undefined;
  #held = new Uint8Array(0);
  #done = 0;

  constructor(script: (input: OctetInput) => Script<Answer, Answer>) {
    this.#script = script(this.#input);
    this.#resume(this.#input.taken);
  }

  /** Whether the script has answered, so that it asks for no more octets. */
  get ended(): boolean {
    return this.#demand === undefined;
  }

  /** Takes octets of `chunk` from `start` on; returns the position behind the last one that belongs to the script. */
  push(chunk: Uint8Array, start = 0): number {
    const input = this.#input;
    input.open(chunk, start);
    while (input.left > 0 && this.#demand !== undefined) this.#serve(this.#demand, input);
    return input.close();
  }

  /** The script's answer; undefined when the document ended before the script did. */
  finish(): Answer | undefined {
    const demand = this.#demand;
    if (demand === undefined) return this.#answer;
    if (demand.kind === 'pass' || (demand.kind === 'take' && this.#done > 0)) return undefined;
    return demand.atEnd?.();
  }

  #serve(demand: Demand<Answer>, input: OctetInput): void {
    switch (demand.kind) {
      case 'take':
        this.#take(demand.octets, input);
        return;
      case 'pass': {
        const part = input.passUpTo(demand.octets - this.#done);
        demand.see?.(part);
        this.#done += part.length;
        if (this.#done === demand.octets) this.#resume(input.taken);
        return;
      }
      case 'scan':
        if (input.scan(demand.scan)) this.#resume(input.taken);
    }
  }

  #take(octets: number, input: OctetInput): void {
    if (this.#done === 0) {
      // The usual field lies in one chunk: nothing is copied.
      const taken = input.take(octets);
      if (taken !== undefined) {
        this.#resume(taken);
        return;
      }
      this.#held = new Uint8Array(octets);
    }
    const part = input.passUpTo(octets - this.#done);
    this.#held.set(part, this.#done);
    this.#done += part.length;
    if (this.#done === octets) this.#resume(input.taken.over(this.#held));
  }

  #resume(taken: TakenOctets): void {
    this.#done = 0;
    const step = this.#script.next(taken);
    this.#demand = step.done === true ? undefined : step.value;
    if (step.done === true) this.#answer = step.value;
  }
}
