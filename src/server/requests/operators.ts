import { statuses } from '../../ipp/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { proofChallenge } from '../http/challenge.ts';
import { failure, type IppAnswer } from './answer.ts';
import type { IppRequest } from './exchange.ts';

/** undefined: go on. */
export function operatorsOnly(request: IppRequest): IppAnswer | undefined {
  if (request.identity.operator) return undefined;
  const challenge = proofChallenge(request);
  if (challenge !== undefined) return challenge;
  return failure(statuses.clientErrorNotAuthorized, say('operators-only'));
}
