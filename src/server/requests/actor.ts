import type { Actor } from '../../model/identity.ts';
import { badRequest } from './answer.ts';
import type { IppRequest } from './exchange.ts';
import { operatorWord } from './operator-word.ts';
import type { Resolved } from './resolve.ts';

/**
 * Who changes a job, and what an operator says about it (RFC 3998 §6, table 6). Of anybody else that is no message from an
 * operator, and left out as by a printer that does not have it.
 */
export function actorOf({ identity, operation }: IppRequest): Resolved<Actor> {
  const asked = operation.get('job-message-from-operator');
  if (asked === undefined || !identity.operator) return { found: identity };
  const says = operatorWord(asked);
  return says === undefined
    ? { answer: badRequest('job-message-from-operator must be one text.') }
    : { found: { ...identity, says } };
}
