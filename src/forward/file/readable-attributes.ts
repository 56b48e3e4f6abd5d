import type { IppAttributes, IppValue } from '../../ipp/index.ts';

/** IPP attributes as JSON that a person reads: one value stands alone, several are a list, a collection is an object. */
export function readableAttributes(attributes: IppAttributes): Readonly<Record<string, unknown>> {
  const entries = [...attributes].map(([name, attribute]): [string, unknown] => {
    const values = attribute.values.map(readableValue);
    return [name, values.length === 1 ? values[0] : values];
  });
  return Object.fromEntries(entries);
}

function readableValue(value: IppValue): unknown {
  switch (value.syntax) {
    case 'integer':
    case 'enum':
    case 'boolean':
    case 'text':
    case 'name':
    case 'keyword':
    case 'uri':
    case 'uriScheme':
    case 'charset':
    case 'naturalLanguage':
    case 'mimeMediaType':
    case 'textWithLanguage':
    case 'nameWithLanguage':
    case 'dateTime':
      return value.value;
    case 'octetString':
      return { octets: Buffer.from(value.value).toString('hex') };
    case 'resolution':
      return `${value.x}x${value.y}${value.units}`;
    case 'rangeOfInteger':
      return `${value.lower}-${value.upper}`;
    case 'collection':
      return readableAttributes(value.members);
    case 'other':
      return { tag: value.tag, octets: Buffer.from(value.octets).toString('hex') };
    case 'unsupported':
    case 'default':
    case 'unknown':
    case 'no-value':
    case 'not-settable':
    case 'delete-attribute':
    case 'admin-define':
      return { outOfBand: value.syntax };
  }
}
