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
 * until the octets have come, so that chunks of any size give the same answer.
 */
export type Script<Result, Answer> = Generator<Demand<Answer>, Result, Uint8Array>;

/** The next octets; the view holds until the next demand only, because it may lie in the caller's chunk. */
export function* take<Answer = never>(octets: number, atEnd?: () => Answer): Script<DataView, Answer> {
  const taken = yield { kind: 'take', octets, atEnd };
  return new DataView(taken.buffer, taken.byteOffset, taken.length);
}

export function* takeOctet<Answer = never>(atEnd?: () => Answer): Script<number, Answer> {
  const taken = yield { kind: 'take', octets: 1, atEnd };
  return taken[0] ?? 0;
}

/** Goes past octets by their number, whatever they look like. */
export function* pass<Answer = never>(
  octets: number,
  see?: (part: Uint8Array) => void,
): Script<void, Answer> {
  if (octets > 0) yield { kind: 'pass', octets, see };
}

const none = new Uint8Array(0);

/** Runs a script over chunks, with the memory of its longest `take`. */
export class ScriptRun<Answer> {
  readonly #script: Script<Answer, Answer>;
  #demand: Demand<Answer> | undefined;
  #answer: Answer | undefined;
  #held: Uint8Array = none;
  #done = 0;

  constructor(script: Script<Answer, Answer>) {
    this.#script = script;
    this.#resume(none);
  }

  /** Whether the script has answered, so that it asks for no more octets. */
  get ended(): boolean {
    return this.#demand === undefined;
  }

  /** Takes octets of `chunk` from `start` on; returns the position behind the last one that belongs to the script. */
  push(chunk: Uint8Array, start = 0): number {
    let at = start;
    while (at < chunk.length && this.#demand !== undefined) at = this.#serve(this.#demand, chunk, at);
    return at;
  }

  /** The script's answer; undefined when the document ended before the script did. */
  finish(): Answer | undefined {
    const demand = this.#demand;
    if (demand === undefined) return this.#answer;
    if (demand.kind === 'pass' || (demand.kind === 'take' && this.#done > 0)) return undefined;
    return demand.atEnd?.();
  }

  #serve(demand: Demand<Answer>, chunk: Uint8Array, at: number): number {
    switch (demand.kind) {
      case 'take':
        return this.#take(demand.octets, chunk, at);
      case 'pass': {
        const end = Math.min(chunk.length, at + demand.octets - this.#done);
        demand.see?.(chunk.subarray(at, end));
        this.#done += end - at;
        if (this.#done === demand.octets) this.#resume(none);
        return end;
      }
      case 'scan': {
        const end = demand.scan(chunk, at);
        if (end === undefined) return chunk.length;
        this.#resume(none);
        return end;
      }
    }
  }

  #take(octets: number, chunk: Uint8Array, at: number): number {
    // The usual field lies in one chunk: nothing is copied.
    if (this.#done === 0 && at + octets <= chunk.length) {
      this.#resume(chunk.subarray(at, at + octets));
      return at + octets;
    }
    if (this.#done === 0) this.#held = new Uint8Array(octets);
    const end = Math.min(chunk.length, at + octets - this.#done);
    this.#held.set(chunk.subarray(at, end), this.#done);
    this.#done += end - at;
    if (this.#done === octets) this.#resume(this.#held);
    return end;
  }

  #resume(taken: Uint8Array): void {
    this.#done = 0;
    const step = this.#script.next(taken);
    this.#demand = step.done === true ? undefined : step.value;
    if (step.done === true) this.#answer = step.value;
  }
}
