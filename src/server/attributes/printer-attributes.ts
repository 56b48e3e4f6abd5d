import { priceWords } from '../../accounting/index.ts';
import type { Clock } from '../../base/clock.ts';
import { attribute, delimiter, groupTags, type IppAttribute, type IppAttributes } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import type { Language } from '../../model/sentences/languages.ts';
import type { Speech } from '../../model/sentences/sentence.ts';
import { pageUri, type WebAddress } from '../http/web-address.ts';
import { textAttribute } from '../jobs/charge.ts';
import type { Requested } from '../requests/requested.ts';
import type { ServerFacts } from './description.ts';
import { isSameLive, liveAttributes } from './live.ts';
import { personalNames } from './personal.ts';
import { type AbilitySheet, type JoinedSlices, type Sheet, SheetMaker } from './sheet.ts';
import { database, description, groupsOf, octetsOf, type Slice, sliceOf } from './slice.ts';
import { uriAttributes } from './uris.ts';

/** One whole group but for what lives: joined once, sent many times. */
interface Joined {
  readonly before: readonly Buffer[];
  readonly live: ReadonlySet<string>;
  readonly after: readonly Buffer[];
  /** With what lived when it was last sent. */
  whole: { readonly live: readonly Slice[]; readonly octets: Buffer } | undefined;
}

/** Of one printer, until its configuration changes. */
interface Known extends Sheet {
  readonly generation: number;
  readonly joined: Map<string, Joined>;
  /** By language. */
  readonly live: Map<
    Language,
    { readonly view: PrinterView; readonly at: number; readonly slices: readonly Slice[] }
  >;
}

/** Hosts times wishes remembered for one printer: strangers choose both. */
const joinedMax = 64;

/**
 * Printer attributes on the wire. Get-Printer-Attributes is by far the most frequent request; each attribute is encoded
 * once per change of the printer, and each answer joined once a second for each wish and host.
 */
export class PrinterAttributes {
  readonly #server: ServerFacts;
  readonly #clock: Clock;
  readonly #maker: SheetMaker;
  readonly #sheets = new Map<string, Known>();
  /** Names under which printers are announced, where the network did not let them have their own. */
  readonly #announced = new Map<string, string>();

  constructor(server: ServerFacts, clock: Clock) {
    this.#server = server;
    this.#maker = new SheetMaker(server);
    this.#clock = clock;
  }

  /** The printer group of an answer, with its delimiter. */
  group(view: PrinterView, asked: Asked): Buffer {
    const { joined, live } = this.#parts(view, asked, 'all');
    if (joined.whole?.live !== live) joined.whole = { live, octets: wholeOf(joined, live) };
    return joined.whole.octets;
  }

  /** The same for one person: `own` stands in the place of all that is personal. Never kept. */
  personalGroup(view: PrinterView, asked: Asked, own: readonly IppAttribute[]): Buffer {
    const { joined, live } = this.#parts(view, asked, 'shared');
    const slices = own.map((each) => sliceOf(each, groupsOf(each.name)));
    return wholeOf(
      joined,
      live,
      slices.filter((slice) => isWanted(slice, asked.requested)),
    );
  }

  #parts(view: PrinterView, asked: Asked, part: Part): { joined: Joined; live: readonly Slice[] } {
    const sheet = this.#sheet(view);
    const live = this.#live(sheet, view, asked.speech);
    return { joined: this.#joined(sheet, { ...asked, view, live, part }), live };
  }

  /** The same wish again and again, of one printer: what it leads to is looked up once. */
  repeated(asked: Asked): (view: PrinterView) => Buffer {
    let known: { readonly sheet: Known; readonly joined: Joined } | undefined;
    return (view) => {
      const sheet = this.#sheet(view);
      const live = this.#live(sheet, view, asked.speech);
      if (known?.sheet !== sheet) {
        known = { sheet, joined: this.#joined(sheet, { ...asked, view, live, part: 'all' }) };
      }
      const { joined } = known;
      if (joined.whole?.live !== live) joined.whole = { live, octets: wholeOf(joined, live) };
      return joined.whole.octets;
    };
  }

  /** What is offered, for checks of what clients ask for. */
  offered(view: PrinterView): IppAttributes {
    return this.#sheet(view).attributes;
  }

  /** A printer goes by this name on the network: printer-dns-sd-name says it. */
  announcedAs(printer: string, label: string): void {
    if (this.#announced.get(printer) === label) return;
    this.#announced.set(printer, label);
    this.#sheets.delete(printer);
  }

  /** Whether an attribute of this name is among what the printer tells. */
  tells(view: PrinterView, { address, speech }: Omit<Asked, 'requested'>, name: string): boolean {
    return (
      name === database ||
      personalNames.has(name) ||
      this.offered(view).has(name) ||
      this.#live(this.#sheet(view), view, speech).some((slice) => slice.name === name) ||
      this.#uris(view, address).some((each) => each.name === name) ||
      spokenAttributes(view, address, speech).some((each) => each.name === name)
    );
  }

  #uris(view: PrinterView, address: WebAddress): readonly IppAttribute[] {
    return uriAttributes(view.settings, address, this.#server.tls ? view.settings.tls : 'none');
  }

  #sheet(view: PrinterView): Known {
    const { name } = view.settings;
    const known = this.#sheets.get(name);
    if (known?.generation === view.generation) return known;
    const { generation } = view;
    const made = this.#maker.sheetOf(view, this.#announced.get(name));
    const sheet = { ...made, generation, joined: new Map(), live: new Map() };
    this.#sheets.set(name, sheet);
    return sheet;
  }

  #joined(sheet: Known, { view, address, requested, speech, live, part }: Wish): Joined {
    const scheme = `${address.secure ? 'ipps' : 'ipp'}${address.alone === true ? ' alone' : ''}`;
    const key =
      requested.key === undefined
        ? undefined
        : `${part} ${scheme} ${speech.language} ${address.authority} ${address.token ?? ''} ${requested.key}`;
    const known = key === undefined ? undefined : sheet.joined.get(key);
    if (known !== undefined) return known;
    const uris = this.#uris(view, address).map((each) => sliceOf(each, description));
    const spoken = spokenAttributes(view, address, speech).map((each) => sliceOf(each, description));
    const isSent = (slice: Slice): boolean =>
      isWanted(slice, requested) && (part === 'all' || !personalNames.has(slice.name));
    const own = joinedOf([...uris, ...spoken, ...sheet.slices].filter(isSent));
    const wish = requested.key === undefined ? undefined : `${part} ${requested.key}`;
    const common = commonOf(sheet.ability, wish, isSent);
    const wantedLive = live.filter((slice) => isWanted(slice, requested));
    const joined: Joined = {
      before: [delimiter(groupTags.printer), own.before, common.before],
      live: new Set(wantedLive.map((slice) => slice.name)),
      after: [own.after, common.after],
      whole: undefined,
    };
    if (key === undefined) return joined;
    if (sheet.joined.size >= joinedMax) sheet.joined.clear();
    sheet.joined.set(key, joined);
    return joined;
  }

  #live(sheet: Known, view: PrinterView, speech: Speech): readonly Slice[] {
    const nowMs = this.#clock.now();
    const known = sheet.live.get(speech.language);
    if (known !== undefined && isSameLive(known.view, view, { at: known.at, now: nowMs }))
      return known.slices;
    const slices = liveAttributes(view, nowMs, speech).map((each) => sliceOf(each, description));
    sheet.live.set(speech.language, { view, at: nowMs, slices });
    return slices;
  }
}

/** Who asks for what, as far as the answer depends on it. */
export interface Asked {
  readonly address: WebAddress;
  readonly requested: Requested;
  readonly speech: Speech;
}

/** Everything, or what is the same for every person. */
type Part = 'all' | 'shared';

interface Wish extends Asked {
  readonly view: PrinterView;
  readonly part: Part;
  readonly live: readonly Slice[];
}

function wholeOf(
  { before, live, after }: Joined,
  current: readonly Slice[],
  own: readonly Slice[] = [],
): Buffer {
  const wanted = current.filter((slice) => live.has(slice.name));
  return Buffer.concat([...before, ...octetsOf(own), ...octetsOf(wanted), ...after]);
}

function joinedOf(slices: readonly Slice[]): JoinedSlices {
  return {
    before: Buffer.concat(octetsOf(slices.filter((slice) => !slice.last))),
    after: Buffer.concat(octetsOf(slices.filter((slice) => slice.last))),
  };
}

/** Most of an answer: joined once for all printers of the ability, however many of them one answer lists. */
function commonOf(
  { slices, joined }: AbilitySheet,
  key: string | undefined,
  isSent: (slice: Slice) => boolean,
): JoinedSlices {
  const known = key === undefined ? undefined : joined.get(key);
  if (known !== undefined) return known;
  const made = joinedOf(slices.filter(isSent));
  if (key === undefined) return made;
  if (joined.size >= joinedMax) joined.clear();
  joined.set(key, made);
  return made;
}

/** What is in the language of the request: what printing costs, here for everybody, and the names of our keywords. */
function spokenAttributes(
  { settings, capabilities }: PrinterView,
  address: WebAddress,
  speech: Speech,
): readonly IppAttribute[] {
  const path = `/printers/${encodeURIComponent(settings.name)}`;
  return [
    // PWG 5100.16 §5.5.
    textAttribute('printer-charge-info', priceWords(settings.prices, capabilities.colour), speech),
    attribute('printer-charge-info-uri', pageUri(address, path)),
    // PWG 5100.13; src/web/strings.ts answers there.
    attribute('printer-strings-uri', pageUri(address, `${path}/strings/${speech.language}.strings`)),
  ];
}

function isWanted({ name, groups }: Slice, requested: Requested): boolean {
  return name === database ? requested.names.has(database) : requested.wants(name, groups);
}
