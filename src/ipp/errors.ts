/** Octets that are no IPP message (RFC 8010 §3). `octet` is the offset of the first one that is wrong. */
export class IppDecodeError extends Error {
  readonly octet: number;
  readonly reason: string;

  constructor(octet: number, reason: string) {
    super(`${reason}, at octet ${octet}`);
    this.name = 'IppDecodeError';
    this.octet = octet;
    this.reason = reason;
  }
}

/** The attributes of a message are larger than we are willing to keep in memory. */
export class IppTooLargeError extends Error {
  readonly octetsMax: number;

  constructor(octetsMax: number) {
    super(`the attributes of the message exceed ${octetsMax} octets`);
    this.name = 'IppTooLargeError';
    this.octetsMax = octetsMax;
  }
}
