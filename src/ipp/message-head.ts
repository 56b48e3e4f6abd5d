import type { IppMessage, IppVersion } from './message.ts';

/*
 * What every message begins with (RFC 8010 §3.1.1):
 *
 *     2 octets  version: major, minor
 *     2 octets  operation or status
 *     4 octets  request-id
 */
const minorAt = 1;
/** The version ends here. */
export const codeAt = 2;
export const requestIdAt = 4;
export const requestIdOctets = 4;
export const headOctets = 8;

export type IppHead = Omit<IppMessage, 'groups'>;

/** Of at least eight octets. */
export function headIn(octets: Buffer): IppHead {
  return {
    version: { major: octets.readUInt8(0), minor: octets.readUInt8(minorAt) },
    code: codeIn(octets),
    requestId: requestIdIn(octets),
  };
}

export function codeIn(octets: Buffer): number {
  return octets.readUInt16BE(codeAt);
}

/** `messageAt`: where the message begins in these octets. */
export function requestIdIn(octets: Buffer, messageAt = 0): number {
  return octets.readInt32BE(messageAt + requestIdAt);
}

/** Makes of an answer the one to another request; what it says stays. */
export function writeAsked(
  octets: Buffer,
  messageAt: number,
  asked: { readonly version: IppVersion; readonly requestId: number },
): void {
  octets[messageAt] = asked.version.major;
  octets[messageAt + minorAt] = asked.version.minor;
  octets.writeInt32BE(asked.requestId, messageAt + requestIdAt);
}

/** As text of one character an octet. */
export function headText({ version, code, requestId }: IppHead): string {
  return String.fromCharCode(
    version.major,
    version.minor,
    code >>> 8,
    code & 0xff,
    requestId >>> 24,
    (requestId >>> 16) & 0xff,
    (requestId >>> 8) & 0xff,
    requestId & 0xff,
  );
}
