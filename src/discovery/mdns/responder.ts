import { setTimeout as sleep } from 'node:timers/promises';
import { randomBelow } from '../../base/ids.ts';
import { type Answer, answerTo, isSame, precedence } from './answering.ts';
import type { Link, Sender } from './link.ts';
import { mdnsPort } from './link.ts';
import {
  type DnsMessage,
  type DnsName,
  type DnsRecord,
  decodeMessage,
  encodeMessage,
  nameKey,
  recordTypes,
} from './message.ts';
import { farewells } from './records.ts';

/** RFC 6762 §8.1 and §8.3. */
const probes = 3;
const probeEveryMs = 250;
const announcements = 2;
const announceEveryMs = 1_000;
/** After a lost name, or one that was lost too often (§8.2, §8.1). */
const afterDefeatMs = 1_000;
const conflictsMax = 15;
const afterManyConflictsMs = 5_000;
/** Answers that others may give too wait a little, so that not all speak at once (§6). */
const sharedDelayMs = { least: 20, most: 120 } as const;
/** No record goes to everybody more often than this, but to defend it (§6). */
const repeatMs = 1_000;
/** Answers waiting to be sent; more are not given: who asks so much asks again. */
const waitingMax = 64;
/** Octets of an Ethernet packet less its headers; what is longer is split. */
const packetOctets = 1_400;
/** What a program that speaks plain DNS may remember (§6.7), seconds. */
const plainTtl = 10;
/** Packets of ours that come back are known by their octets. */
const ownPacketsMax = 64;

/** What is on the network in our name. */
export interface Zone {
  /** Names that nobody else may have. */
  readonly uniqueNames: readonly DnsName[];
  /** On this network. */
  readonly records: (link: Link) => readonly DnsRecord[];
  /** What others may say under our names: another program on this machine tells its addresses too. */
  readonly tolerated: readonly DnsRecord[];
}

const nothing: Zone = { uniqueNames: [], records: () => [], tolerated: [] };

export interface ResponderEvents {
  /** Somebody else has this name. The answer is the zone without it. */
  readonly taken: (name: DnsName) => Zone;
  /** All names are ours; told after every announcement. */
  readonly announced: () => void;
  readonly now: () => number;
}

/** Probes, announces, answers, defends and takes back what a zone holds (RFC 6762). */
export class Responder {
  readonly #events: ResponderEvents;
  readonly #links = new Set<Link>();
  readonly #sent = new Map<string, number>();
  readonly #own = new Set<string>();
  #zone: Zone = nothing;
  #run = new AbortController();
  #phase: 'silent' | 'probing' | 'announced' = 'silent';
  #conflicts = 0;
  #waiting = 0;

  constructor(events: ResponderEvents) {
    this.#events = events;
  }

  /** Takes the place of the zone before; names that are new are probed first. */
  publish(zone: Zone): void {
    const before = this.#zone;
    const known = new Set(before.uniqueNames.map(nameKey));
    if (this.#phase === 'announced') this.#takeBack(before, zone);
    this.#zone = zone;
    const isNew = zone.uniqueNames.some((name) => !known.has(nameKey(name)));
    this.#begin(isNew || this.#phase !== 'announced');
  }

  /** Another network, or all anew: whoever has our names there is found by probing. */
  attach(links: readonly Link[]): void {
    this.#links.clear();
    for (const link of links) this.#links.add(link);
    if (this.#phase !== 'silent') this.#begin(true);
  }

  /** Tells everybody that all is gone. */
  stop(): void {
    this.#run.abort();
    if (this.#phase === 'announced') this.#takeBack(this.#zone, nothing);
    this.#phase = 'silent';
  }

  received(link: Link, octets: Buffer, from: Sender): void {
    if (this.#phase === 'silent' || !this.#links.has(link) || this.#own.has(octets.toString('latin1')))
      return;
    const message = decodeMessage(octets);
    if (message === undefined) return;
    if (!message.response) this.#asked(link, message, from);
    else if (from.port === mdnsPort) this.#told(link, message);
  }

  #begin(probing: boolean): void {
    this.#run.abort();
    this.#run = new AbortController();
    if (probing) this.#phase = 'probing';
    void this.#live(this.#run.signal, probing);
  }

  /** Probes and announces; ends early when something newer has begun. */
  async #live(signal: AbortSignal, probing: boolean, waitMs = randomBelow(probeEveryMs)): Promise<void> {
    const pause = (ms: number): Promise<boolean> =>
      sleep(ms, true, { signal, ref: false }).catch(() => false);
    if (probing) {
      if (!(await pause(waitMs))) return;
      for (let sent = 0; sent < probes; sent += 1) {
        this.#probe();
        if (!(await pause(probeEveryMs))) return;
      }
      this.#phase = 'announced';
      this.#conflicts = 0;
    }
    for (let told = 0; told < announcements; told += 1) {
      for (const link of this.#links)
        this.#tell(link, { answers: this.#zone.records(link), additionals: [] });
      if (told === 0) this.#events.announced();
      if (!(await pause(announceEveryMs))) return;
    }
  }

  /** Answers are wanted by everybody: a socket on the group hears no others. */
  #probe(): void {
    const names = this.#zone.uniqueNames;
    for (const link of this.#links) {
      const records = this.#zone.records(link);
      // A few names a packet: with the records that are wanted each takes some hundred octets.
      for (let at = 0; at < names.length; at += 3) {
        const some = names.slice(at, at + 3);
        const questions = some.map((name) => ({ name, type: recordTypes.any, unicast: false }));
        const authorities = some.flatMap((name) => claims(name, records));
        this.#send(link, { ...empty, questions, authorities });
      }
    }
  }

  #asked(link: Link, message: DnsMessage, from: Sender): void {
    const records = this.#zone.records(link);
    if (this.#phase === 'probing') {
      this.#settle(message, records);
      return;
    }
    const answer = answerTo(message, records);
    if (answer.answers.length === 0) return;
    if (from.port !== mdnsPort) this.#answerPlainly(link, message, { answer, from });
    else if (message.questions.every(({ unicast }) => unicast) && message.authorities.length === 0)
      for (const packet of packets(answer)) link.send(packet, from);
    else this.#answerAll(link, answer, message.authorities.length > 0);
  }

  /** Somebody probes for what we probe for: the lesser of the two waits and sees whether the other goes on. */
  #settle({ authorities }: DnsMessage, records: readonly DnsRecord[]): void {
    const names = new Map(authorities.map(({ name }) => [nameKey(name), name]));
    const lost = this.#zone.uniqueNames.some((name) => {
      if (!names.has(nameKey(name))) return false;
      const theirs = authorities.filter((record) => nameKey(record.name) === nameKey(name));
      return precedence(claims(name, records), theirs) < 0;
    });
    if (lost) this.#again(afterDefeatMs);
  }

  /** A program that sends one question from any port and waits for one answer. */
  #answerPlainly(link: Link, asked: DnsMessage, { answer, from }: { answer: Answer; from: Sender }): void {
    const plain = ({ ttl, ...record }: DnsRecord): DnsRecord => ({
      ...record,
      ttl: Math.min(ttl, plainTtl),
      unique: false,
    });
    const questions = asked.questions.map((question) => ({ ...question, unicast: false }));
    const head = { ...empty, id: asked.id, response: true, questions };
    const [answers, additionals] = [answer.answers.map(plain), answer.additionals.map(plain)];
    const whole = encodeMessage({ ...head, answers, additionals });
    link.send(whole.length <= packetOctets ? whole : encodeMessage({ ...head, answers }), from);
  }

  #answerAll(link: Link, answer: Answer, defends: boolean): void {
    const due = (record: DnsRecord): boolean =>
      defends || this.#events.now() - (this.#sent.get(sentKey(link, record)) ?? -repeatMs) >= repeatMs;
    const answers = answer.answers.filter(due);
    if (answers.length === 0 || this.#waiting >= waitingMax) return;
    const { signal } = this.#run;
    const { least, most } = sharedDelayMs;
    const delayMs = answers.every(({ unique }) => unique) ? 0 : least + randomBelow(most - least);
    this.#waiting += 1;
    const timer = setTimeout(() => {
      this.#waiting -= 1;
      if (!signal.aborted) this.#tell(link, { answers, additionals: answer.additionals });
    }, delayMs);
    timer.unref();
  }

  /** Whoever tells something else under a name of ours has it already, or believes to have it. */
  #told(link: Link, { answers, additionals }: DnsMessage): void {
    const ours = this.#zone.records(link);
    const rival = [...answers, ...additionals].find((record) => this.#isRival(record, ours));
    if (rival === undefined) return;
    // First asked again (§9): only one that is still there after a new probe has the name.
    if (this.#phase === 'announced') {
      this.#again(0);
      return;
    }
    this.#conflicts += 1;
    this.#zone = this.#events.taken(rival.name);
    this.#again(this.#conflicts > conflictsMax ? afterManyConflictsMs : 0);
  }

  #isRival(record: DnsRecord, ours: readonly DnsRecord[]): boolean {
    if (record.ttl === 0 || record.type === recordTypes.nsec || record.type === recordTypes.ptr) return false;
    const key = nameKey(record.name);
    if (!this.#zone.uniqueNames.some((name) => nameKey(name) === key)) return false;
    return ![...ours, ...this.#zone.tolerated].some((each) => isSame(each, record));
  }

  #again(waitMs: number): void {
    this.#run.abort();
    this.#run = new AbortController();
    this.#phase = 'probing';
    void this.#live(this.#run.signal, true, waitMs);
  }

  /** Records that are not there any more. */
  #takeBack(before: Zone, after: Zone): void {
    for (const link of this.#links) {
      const kept = after.records(link);
      const gone = before.records(link).filter((record) => !kept.some((each) => sameSlot(each, record)));
      const farewell = farewells(gone);
      if (farewell.length > 0) this.#tell(link, { answers: farewell, additionals: [] });
    }
  }

  #tell(link: Link, answer: Answer): void {
    const now = this.#events.now();
    for (const record of answer.answers) this.#sent.set(sentKey(link, record), now);
    if (this.#sent.size > 10_000) this.#sent.clear();
    for (const packet of packets(answer)) this.#transmit(link, packet);
  }

  #send(link: Link, message: DnsMessage): void {
    this.#transmit(link, encodeMessage(message));
  }

  #transmit(link: Link, packet: Buffer): void {
    this.#own.add(packet.toString('latin1'));
    for (const oldest of this.#own) {
      if (this.#own.size <= ownPacketsMax) break;
      this.#own.delete(oldest);
    }
    link.send(packet);
  }
}

const empty: DnsMessage = {
  id: 0,
  response: false,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};

/** The records that are wanted for a name. */
function claims(name: DnsName, records: readonly DnsRecord[]): readonly DnsRecord[] {
  const key = nameKey(name);
  const named = records.filter((record) => nameKey(record.name) === key && record.type !== recordTypes.nsec);
  return named.map((record) => ({ ...record, unique: false }));
}

/** A record in the place of another: the same pointer, or the one location or text of a name. */
function sameSlot(one: DnsRecord, other: DnsRecord): boolean {
  return one.unique
    ? other.type === one.type && nameKey(other.name) === nameKey(one.name)
    : isSame(one, other);
}

function sentKey(link: Link, record: DnsRecord): string {
  const [part] = record.data;
  const target = part === undefined || Buffer.isBuffer(part) ? '' : nameKey(part);
  return `${link.network.name} ${link.network.family} ${record.type} ${nameKey(record.name)} ${target}`;
}

/** As few packets as it takes; what is only additional is left out where it would need another one. */
function packets({ answers, additionals }: Answer): readonly Buffer[] {
  const whole = encodeMessage({ ...empty, response: true, answers, additionals });
  if (whole.length <= packetOctets) return [whole];
  if (answers.length > 1) {
    const half = Math.ceil(answers.length / 2);
    return [answers.slice(0, half), answers.slice(half)].flatMap((part) =>
      packets({ answers: part, additionals: [] }),
    );
  }
  return additionals.length > 0 ? packets({ answers, additionals: [] }) : [whole];
}
