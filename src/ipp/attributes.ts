import { assert } from '../base/fault.ts';
import type { IppAttribute, IppAttributes, IppValue } from './message.ts';

/** An attribute as it is given: no registry is asked. For vendor attributes and for echoing what a client sent. */
export function attributeOf(name: string, ...values: readonly IppValue[]): IppAttribute {
  assert(values.length > 0, `attribute ${name} has no value`);
  return { name, values };
}

/** A list by name, in the order given. A name that comes twice is a bug: one of the two would be lost. */
export function attributes(...list: readonly IppAttribute[]): IppAttributes {
  const byName = new Map<string, IppAttribute>();
  for (const attribute of list) {
    assert(!byName.has(attribute.name), `attribute ${attribute.name} is in the list twice`);
    byName.set(attribute.name, attribute);
  }
  return byName;
}
