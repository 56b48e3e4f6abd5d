import { isUtf8 } from 'node:buffer';
import {
  attributeOf,
  firstString,
  type IppAttribute,
  type IppAttributes,
  keyword,
  outOfBand,
  statuses,
} from '../../ipp/index.ts';
import type { JobPassword } from '../../jobs/index.ts';
import { type PasswordEncryption, passwordEncryptions } from '../../model/job.ts';
import { passwordOctetsMax } from '../attributes/password.ts';
import { failure } from '../requests/answer.ts';
import { only } from '../requests/checks.ts';
import type { Resolved } from '../requests/resolve.ts';

/**
 * job-password and job-password-encryption of a request; undefined when it has none, as an empty one is. What we could not
 * check later is refused, whatever the fidelity: a job that was to wait for its owner must not print at once.
 */
export function passwordOf(operation: IppAttributes): Resolved<JobPassword | undefined> {
  const attribute = operation.get('job-password');
  if (attribute === undefined) return { found: undefined };
  const value = only(attribute);
  if (value?.syntax !== 'octetString')
    return refused('job-password', 'job-password must be one octet string.');
  const octets = value.value;
  if (octets.length === 0) return { found: undefined };
  const asked = firstString(operation, 'job-password-encryption') ?? 'none';
  const encryption = passwordEncryptions.find((known) => known === asked);
  if (encryption === undefined) {
    const known = passwordEncryptions.join(', ');
    return refused(
      'job-password-encryption',
      `The encryption ${asked} is not supported; ${known} are.`,
      keyword(asked),
    );
  }
  const problem = problemOf(encryption, octets);
  return problem === undefined ? { found: { encryption, octets } } : refused('job-password', problem);
}

/** Octets of a digest; undefined: any text. */
const digestOctets = {
  none: undefined,
  md5: 16,
  sha: 20,
  'sha2-256': 32,
  'sha2-512': 64,
} as const satisfies Record<PasswordEncryption, number | undefined>;

function problemOf(encryption: PasswordEncryption, octets: Uint8Array): string | undefined {
  if (octets.length > passwordOctetsMax) return `A job-password has at most ${passwordOctetsMax} octets.`;
  const expected = digestOctets[encryption];
  if (expected === undefined) return isUtf8(octets) ? undefined : 'The job-password is no UTF-8 text.';
  if (octets.length === expected) return undefined;
  return `A job-password in ${encryption} has ${expected} octets; this one has ${octets.length}.`;
}

/** The value of a password is not sent back. */
function refused(
  name: string,
  message: string,
  value: IppAttribute['values'][0] = outOfBand('unsupported'),
): Resolved<undefined> {
  const unsupported = [attributeOf(name, value)];
  return { answer: failure(statuses.clientErrorAttributesOrValuesNotSupported, message, unsupported) };
}
