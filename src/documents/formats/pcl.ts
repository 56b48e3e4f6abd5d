import type { EnclosedCounter, FormatContext, WrapperDefaults } from '../format.ts';
import { withoutNuls } from '../recognise.ts';
import { PclCounter } from './pcl/counter.ts';

/**
 * ESC E, ESC%#A or B, ESC with one of & ( ) * and a lower-case group or a value; NULs before it, which drivers write to
 * wake the device, are passed over. ESC/P has capitals behind ESC ( and no ESC E at its start.
 */
const beginning = /^\x1b(E|%[-+]?\d*[AB]|[&*][a-z]|[()]([a-z]|[-+]?\d+[@-Z]))/;

/** Octets that may tell; the longest beginning has far fewer. */
const beginningOctets = 16;

export function recognisePcl(head: Uint8Array): boolean {
  const start = Buffer.from(withoutNuls(head).subarray(0, beginningOctets));
  return beginning.test(start.toString('latin1'));
}

export function openEnclosedPcl(context: FormatContext, defaults: WrapperDefaults): EnclosedCounter {
  return new PclCounter(context, defaults);
}
