import { isDeepStrictEqual } from 'node:util';
import type { DeviceDescription } from '../forward/index.ts';
import { attribute, type IppAttributes } from '../ipp/index.ts';
import type { Capabilities } from '../model/device.ts';

/**
 * What a printer without a device offers: what every printer can do at which its jobs may be released. What is said in
 * the configuration wins. undefined: there is none to look at.
 */
export function commonDescription(
  descriptions: readonly DeviceDescription[],
  configured: Partial<Capabilities>,
): DeviceDescription | undefined {
  const [first, ...others] = descriptions;
  if (first === undefined) return undefined;
  const all = others.reduce((common, { capabilities }) => shared(common, capabilities), first.capabilities);
  return {
    capabilities: { ...all, ...configured },
    status: { state: 'idle', reasons: [] },
    attributes: sharedAttributes(descriptions),
  };
}

function shared(a: Capabilities, b: Capabilities): Capabilities {
  return {
    formats: both(a.formats, b.formats),
    // Asked for and released where there is none, it is printed, and paid, without.
    colour: a.colour || b.colour,
    sides: both(a.sides, b.sides),
    media: both(a.media, b.media),
    resolutions: both(a.resolutions, b.resolutions),
    copiesMax: Math.min(a.copiesMax, b.copiesMax),
    carries: both(a.carries, b.carries),
  };
}

function both<Value>(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  return a.filter((value) => b.includes(value));
}

/** The attributes that all devices have alike. Where any tells of itself there is at least a name, as no device takes all then. */
function sharedAttributes(descriptions: readonly DeviceDescription[]): IppAttributes {
  const [first, ...others] = descriptions.map(({ attributes }) => attributes);
  const told = descriptions.some(({ attributes }) => attributes.size > 0);
  if (first === undefined || !told) return new Map();
  const alike = [...first].filter(([name, value]) =>
    others.every((attributes) => isDeepStrictEqual(attributes.get(name), value)),
  );
  const name = attribute('printer-make-and-model', 'Platen Release Queue');
  return new Map([...alike, [name.name, name]]);
}
