import { attributeOf, type IppAttribute, type IppAttributes, outOfBand, statuses } from '../../ipp/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer } from '../requests/answer.ts';

export interface SettingRules {
  readonly isSettable: (name: string) => boolean;
  readonly isKnown: (name: string) => boolean;
  /** Of an attribute that can be set, what it cannot be set to: the values that are not possible, undefined when all are. */
  readonly wrongIn: (attribute: IppAttribute) => IppAttribute | undefined;
}

/**
 * Why a set of attributes cannot be set (RFC 3380 §4.1.3, §4.2.3); undefined when it can. All that is wrong comes back: an
 * attribute that can be read but not be set as `not-settable`, one that nobody knows as `unsupported`, a value that is not
 * possible as it came. The status is that of what is looked for first: unknown, not settable, not possible.
 */
export function refusedSettings(asked: IppAttributes, rules: SettingRules): IppAnswer | undefined {
  const attributes = [...asked.values()];
  const unknown = attributes.filter(({ name }) => !rules.isSettable(name) && !rules.isKnown(name));
  const fixed = attributes.filter(({ name }) => !rules.isSettable(name) && rules.isKnown(name));
  const wrong = attributes.flatMap((each) =>
    rules.isSettable(each.name) ? (rules.wrongIn(each) ?? []) : [],
  );
  const refused = [
    ...unknown.map(({ name }) => attributeOf(name, outOfBand('unsupported'))),
    ...fixed.map(({ name }) => attributeOf(name, outOfBand('not-settable'))),
    ...wrong,
  ];
  if (refused.length === 0) return undefined;
  const names = refused.map(({ name }) => name).join(', ');
  return unknown.length === 0 && fixed.length > 0
    ? failure(statuses.clientErrorAttributesNotSettable, say('not-settable', { names }), refused)
    : failure(statuses.clientErrorAttributesOrValuesNotSupported, say('not-supported', { names }), refused);
}
