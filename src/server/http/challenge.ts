import { operationName, statuses } from '../../ipp/index.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer } from '../requests/answer.ts';
import type { IppRequest } from '../requests/exchange.ts';

const textFields = ['Content-Type', 'text/plain; charset=utf-8'] as const;

/** What asks and changes nothing is answered to everybody: clients look at a printer before they ask a person for a password. */
const reading = /^(CUPS-)?Get-/;

/**
 * The answer to a request that has to come in another way to this printer: by TLS (RFC 9110 §15.5.22), or with a proof of
 * who asks (RFC 9110 §15.5.2). undefined: go on.
 */
export function challengeOf(request: IppRequest, settings: PrinterSettings): IppAnswer | undefined {
  const { identity, address, passage } = request;
  if (identity.level === 'local') return undefined;
  if (settings.tls === 'required' && !address.secure && passage.tls) return tlsRequired;
  if (reading.test(operationName(request.message.code) ?? '')) return undefined;
  const { levels } = settings.identity;
  const isProved = identity.level === 'password' || identity.level === 'certificate';
  if (levels.includes(identity.level) || isProved || !levels.includes('password')) return undefined;
  return passwordAnswer(request);
}

/** The answer to somebody who must prove who it is, where a password can be given and none was. */
export function proofChallenge(request: IppRequest): IppAnswer | undefined {
  const { level } = request.identity;
  return level === 'password' || level === 'certificate' ? undefined : passwordAnswer(request);
}

function passwordAnswer({ passage }: IppRequest): IppAnswer | undefined {
  if (!passage.passwords) return undefined;
  // Over the plain wire a password would be for everyone to read.
  if (!passage.mayCarryPassword) return passage.tls ? tlsRequired : undefined;
  return passwordRequired;
}

export const passwordRequired: IppAnswer = {
  ...failure(statuses.clientErrorNotAuthenticated, say('password-needed')),
  http: {
    status: 401,
    fields: [...textFields, 'WWW-Authenticate', 'Basic realm="Platen", charset="UTF-8"'],
  },
};

export const tooManyFailures: IppAnswer = {
  ...failure(statuses.clientErrorNotAuthenticated, say('too-many-failures')),
  http: { status: 429, fields: [...textFields, 'Retry-After', '120'] },
};

const tlsRequired: IppAnswer = {
  ...failure(statuses.clientErrorNotAuthorized, say('encryption-needed')),
  http: { status: 426, fields: [...textFields, 'Upgrade', 'TLS/1.2, HTTP/1.1', 'Connection', 'Upgrade'] },
};
