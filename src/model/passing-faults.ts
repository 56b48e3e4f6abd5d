import { type FaultCode, isFault } from '../base/fault.ts';
import type { Refusal } from './refusal.ts';
import { say } from './sentences/sentence.ts';

const passing: readonly (readonly [FaultCode, Refusal])[] = [
  ['store-unreachable', { kind: 'store-away', message: say('store-away-later') }],
  ['store-outcome-unknown', { kind: 'store-away', message: say('store-away-later') }],
  ['directory-unreachable', { kind: 'store-away', message: say('directory-away-later') }],
  ['disk-full', { kind: 'disk-full', message: say('no-room') }],
];

/** A fault that may be over at the next try is told to everybody as a refusal; of any other, nothing is told. */
export function passingRefusal(error: unknown): Refusal | undefined {
  return passing.find(([code]) => isFault(error, code))?.[1];
}
