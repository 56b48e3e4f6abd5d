import { BSON } from 'mongodb';

/**
 *   message   length(4) id(4) answers(4) opcode(4) flags(4) section…     all numbers little-endian
 *   section   0 document | 1 length(4) name\0 document…
 */
const opMsg = 2013;
const headerOctets = 16;
const bodyOffset = headerOctets + 4 + 1;

export interface Command {
  readonly name: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** The whole message as Latin-1: its operations may be in the document or in sections after it. */
  readonly text: string;
}

/** The command that a message asks for; undefined when it is none. */
export function commandOf(message: Buffer): Command | undefined {
  if (message.readInt32LE(12) !== opMsg) return undefined;
  const length = message.readInt32LE(bodyOffset);
  const document = BSON.deserialize(message.subarray(bodyOffset, bodyOffset + length));
  return { name: Object.keys(document)[0] ?? '', document, text: message.toString('latin1') };
}

export function idOf(message: Buffer): number {
  return message.readInt32LE(4);
}

export function answeredId(message: Buffer): number {
  return message.readInt32LE(8);
}

/** An answer that says the command has failed. */
export function failureOf(id: number, code: number): Buffer {
  const body = BSON.serialize({ ok: 0, code, codeName: 'Scripted', errmsg: 'as the test wants it' });
  const message = Buffer.alloc(bodyOffset + body.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(1, 4);
  message.writeInt32LE(id, 8);
  message.writeInt32LE(opMsg, 12);
  message.set(body, bodyOffset);
  return message;
}

/** Cuts a stream of octets into messages; each begins with its length. */
export class Messages {
  #rest: Buffer = Buffer.alloc(0);

  take(octets: Buffer): readonly Buffer[] {
    this.#rest = Buffer.concat([this.#rest, octets]);
    const messages: Buffer[] = [];
    while (this.#rest.length >= 4 && this.#rest.length >= this.#rest.readInt32LE(0)) {
      const length = this.#rest.readInt32LE(0);
      messages.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
    }
    return messages;
  }
}
