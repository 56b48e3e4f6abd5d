import { statuses } from '../ipp/index.ts';
import { failure, type IppAnswer } from './answer.ts';
import type { IppRequest } from './exchange.ts';

/** undefined: go on. */
export function operatorsOnly({ identity }: Pick<IppRequest, 'identity'>): IppAnswer | undefined {
  if (identity.operator) return undefined;
  return failure(statuses.clientErrorNotAuthorized, 'Only operators of this printer may do that.');
}
