import { type IppAttributes, strings } from '../../ipp/index.ts';

/** Which attributes a client asks for (RFC 8011 §4.2.5.1): names, and names of groups of them. */
export interface Requested {
  /** The same text for the same wish, so that answers can be cached by it; undefined when it is too long for that. */
  readonly key: string | undefined;
  /** As asked. */
  readonly names: ReadonlySet<string>;
  /** `groups` are those the attribute belongs to; 'all' need not be among them. */
  wants(name: string, groups: readonly string[]): boolean;
}

/** Longer wishes are answered but not remembered: a stranger chooses them. */
const keyCharactersMax = 4_096;

/** `otherwise` is what is meant when the client does not say. */
export function requestedAttributes(
  operation: IppAttributes,
  otherwise: readonly string[] = ['all'],
): Requested {
  const asked = strings(operation, 'requested-attributes');
  const names = asked.length === 0 ? otherwise : asked;
  const wanted: ReadonlySet<string> = new Set(names);
  const all = wanted.has('all');
  const key = names.join('\n');
  return {
    key: key.length <= keyCharactersMax ? key : undefined,
    names: wanted,
    wants: (name, groups) => all || wanted.has(name) || groups.some((group) => wanted.has(group)),
  };
}
