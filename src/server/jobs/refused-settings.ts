import { attributeOf, type IppAttribute, type IppAttributes, outOfBand, statuses } from '../../ipp/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer } from '../requests/answer.ts';

export interface SettingRules {
  readonly isSettable: (name: string) => boolean;
  readonly isKnown: (name: string) => boolean;
  /** Whether an attribute that can be set can have this value. */
  readonly isValue: (attribute: IppAttribute) => boolean;
}

/**
 * Why a set of attributes cannot be set (RFC 3380 §4.1.2, §4.2.2); undefined when it can. One that can be read but not be
 * set comes back as `not-settable`, one that nobody knows as `unsupported`, a value that is not possible as it came.
 */
export function refusedSettings(asked: IppAttributes, rules: SettingRules): IppAnswer | undefined {
  const attributes = [...asked.values()];
  const unknown = attributes.filter(({ name }) => !rules.isSettable(name) && !rules.isKnown(name));
  const fixed = attributes.filter(({ name }) => !rules.isSettable(name) && rules.isKnown(name));
  const wrong = attributes.filter((each) => rules.isSettable(each.name) && !rules.isValue(each));
  const refused = [
    ...unknown.map(({ name }) => attributeOf(name, outOfBand('unsupported'))),
    ...fixed.map(({ name }) => attributeOf(name, outOfBand('not-settable'))),
    ...wrong,
  ];
  if (refused.length === 0) return undefined;
  const names = refused.map(({ name }) => name).join(', ');
  return unknown.length + wrong.length > 0
    ? failure(statuses.clientErrorAttributesOrValuesNotSupported, say('not-supported', { names }), refused)
    : failure(statuses.clientErrorAttributesNotSettable, say('not-settable', { names }), refused);
}
