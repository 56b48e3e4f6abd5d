import type { DevicePages } from '../device/pages.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  endByOctets,
  type ReadDevice,
  unsupported,
} from '../device/script.ts';
import type { OctetInput } from '../octets/octet-input.ts';
import { awaitOctet, pass, take, takeOctet } from '../octets/octet-script.ts';
import { EscapePage } from './page.ts';
import { any, type Sequence, type Sequences } from './sequence.ts';

/**
 * Reads a language of text and sequences by its table. Text marks the page; a sequence is the longest row that its octets
 * spell, and one that spells none leaves the document unknown: what it carries could be anything.
 */
export function escapeLanguage(sequences: Sequences): ReadDevice {
  const root = spell(sequences);
  const language = { root, classes: classify(root) };
  return (pages, input) => readEscapes(pages, input, language);
}

interface Language {
  readonly root: Node;
  readonly classes: Uint8Array;
}

interface Node {
  /** The octets that lead to it. */
  readonly octets: string;
  readonly next: (Node | undefined)[];
  sequence?: Sequence;
}

const anyOctet = any.charCodeAt(0);

function spell(sequences: Sequences): Node {
  const root: Node = { octets: '', next: [] };
  for (const [octets, sequence] of Object.entries(sequences)) {
    let node = root;
    for (let at = 0; at < octets.length; at += 1) {
      const octet = octets.charCodeAt(at);
      const next = node.next[octet] ?? { octets: octets.slice(0, at + 1), next: [] };
      node.next[octet] = next;
      node = next;
    }
    node.sequence = sequence;
  }
  return root;
}

const blank = 0;
const print = 1;
const stop = 2;

/** Octets that begin a sequence and controls stop the run of text; blanks leave no mark. */
function classify(root: Node): Uint8Array {
  const classes = new Uint8Array(256).fill(print);
  classes.fill(stop, 0x01, 0x20);
  classes[0x00] = blank;
  classes[0x20] = blank;
  root.next.forEach((_, octet) => {
    classes[octet] = stop;
  });
  return classes;
}

function* readEscapes(pages: DevicePages, input: OctetInput, { root, classes }: Language): DeviceScript {
  const page = new EscapePage(pages);
  const atEnd = (): DeviceEnd => (page.marked ? cut : endByOctets());
  for (;;) {
    passAtHand(page, input, { root, classes });
    if (page.problem !== undefined) return page.problem;
    if (input.left === 0) yield* awaitOctet(atEnd);
    else {
      const problem = yield* readSequence(page, input, root);
      if (problem !== undefined) return problem;
    }
  }
}

/** Goes past text and sequences that need no reader, as long as they lie at hand: nearly all, without asking for octets. */
function passAtHand(page: EscapePage, input: OctetInput, { root, classes }: Language): void {
  while (page.problem === undefined) {
    if (input.passTo(classes, stop) === print) page.write();
    const start = input.at;
    if (input.left > 0 && applyAtHand(page, input, root)) continue;
    input.at = start;
    return;
  }
}

/** Whether a sequence without a reader lay at hand, and was applied. */
function applyAtHand(page: EscapePage, input: OctetInput, root: Node): boolean {
  let node = root;
  while (node.sequence === undefined) {
    const octet = input.takeOctet();
    const next = octet === undefined ? undefined : (node.next[octet] ?? node.next[anyOctet]);
    if (next === undefined) return false;
    node = next;
  }
  const { octets = 0, payload, apply, read } = node.sequence;
  if (read !== undefined) return false;
  const args = input.take(octets);
  if (args === undefined || (payload !== undefined && !input.pass(payload(args)))) return false;
  apply?.(page, args);
  return true;
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last page does not end.' };

function* readSequence(page: EscapePage, input: OctetInput, root: Node): DeviceScript<DeviceEnd | undefined> {
  let node = root;
  while (node.sequence === undefined) {
    const octet = input.takeOctet() ?? (yield* takeOctet());
    const next = node.next[octet] ?? node.next[anyOctet];
    if (next === undefined) return notKnown(node.octets + String.fromCharCode(octet));
    node = next;
  }
  const { octets: argumentOctets = 0, payload, apply, read } = node.sequence;
  const args = input.take(argumentOctets) ?? (yield* take(argumentOctets));
  const payloadOctets = payload?.(args) ?? 0;
  apply?.(page, args);
  // The arguments hold until the next octets are taken, so that a reader takes what it needs of them at once.
  if (read !== undefined) return yield* read(page, args, input);
  if (!input.pass(payloadOctets)) yield* pass(payloadOctets);
  return undefined;
}

function notKnown(octets: string): DeviceEnd {
  const digits = Buffer.from(octets, 'latin1').toString('hex').toUpperCase();
  return unsupported(`The sequence ${digits.replace(/(..)(?=.)/g, '$1 ')} is not known.`);
}
