import type { FaultCode } from '../base/fault.ts';

/** What the shell sees. Scripts rely on these. */
export const exitCodes = {
  done: 0,
  /** Refused, not found, or (count) not countable. */
  refused: 1,
  /** Wrong use or configuration. */
  usage: 2,
  /** Server or store not reachable, or a fault: nothing is known to be wrong with the command itself. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeOfFault: Readonly<Record<FaultCode, ExitCode>> = {
  'certificate-unusable': exitCodes.unreachable,
  assertion: exitCodes.unreachable,
  'config-invalid': exitCodes.usage,
  'credentials-unreadable': exitCodes.unreachable,
  'directory-unreachable': exitCodes.unreachable,
  'data-folder-in-use': exitCodes.unreachable,
  'data-folder-unusable': exitCodes.unreachable,
  'device-unreachable': exitCodes.unreachable,
  'device-protocol': exitCodes.unreachable,
  'disk-full': exitCodes.unreachable,
  'document-lost': exitCodes.unreachable,
  'listen-failed': exitCodes.unreachable,
  'server-unreachable': exitCodes.unreachable,
  'store-corrupt': exitCodes.unreachable,
  'store-outcome-unknown': exitCodes.unreachable,
  'store-schema': exitCodes.unreachable,
  'store-unreachable': exitCodes.unreachable,
  'worker-failed': exitCodes.unreachable,
};
