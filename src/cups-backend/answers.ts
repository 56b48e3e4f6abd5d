import {
  type AdapterDecision,
  type AdapterJobStatus,
  type AdapterReason,
  adapterReasons,
} from '../model/adapter.ts';
import { fieldsOf } from '../model/adapter-settings.ts';

/** The server's answer to a job; `undefined` for what this version does not understand. */
export function parseDecision(body: unknown): AdapterDecision | undefined {
  const fields = fieldsOf(body);
  const job = countIn(fields, 'job');
  const message = textIn(fields, 'message') ?? '';
  const reason = reasonIn(fields);
  switch (fields.get('decision')) {
    case 'allow': {
      const attempt = textIn(fields, 'attempt');
      const userName = textIn(fields, 'userName');
      if (attempt === undefined || job === undefined) return undefined;
      const known = userName === undefined ? {} : { userName };
      return { decision: 'allow', attempt, job, ...known, deadline: countIn(fields, 'deadline') ?? 0 };
    }
    case 'deny':
      return { decision: 'deny', reason, message };
    case 'hold':
      return { decision: 'hold', reason, message };
    case 'cancel':
      return { decision: 'cancel', reason, message };
    case 'later':
      return { decision: 'later', seconds: countIn(fields, 'seconds') ?? 0, message };
    case 'relayed':
      return job === undefined ? undefined : { decision: 'relayed', job };
    case 'done':
      return job === undefined ? undefined : { decision: 'done', job };
    default:
      return undefined;
  }
}

const states = ['pending', 'held', 'printing', 'printed', 'refused', 'cancelled', 'failed'] as const;

export function parseJobStatus(body: unknown): AdapterJobStatus | undefined {
  const fields = fieldsOf(body);
  const state = states.find((known) => known === fields.get('state'));
  const message = textIn(fields, 'message');
  if (state === undefined) return undefined;
  return message === undefined ? { state } : { state, message };
}

/** The sentence of a fault, for the administrator. */
export function faultMessageOf(body: unknown): string {
  return textIn(fieldsOf(body), 'message') ?? 'no reason given';
}

function textIn(fields: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = fields.get(name);
  return typeof value === 'string' ? value : undefined;
}

function countIn(fields: ReadonlyMap<string, unknown>, name: string): number | undefined {
  const value = fields.get(name);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A reason that only a newer server knows still holds or cancels the job. */
function reasonIn(fields: ReadonlyMap<string, unknown>): AdapterReason {
  return adapterReasons.find((known) => known === fields.get('reason')) ?? 'job-hold-until-specified';
}
