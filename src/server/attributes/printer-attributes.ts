import { priceWords } from '../../accounting/index.ts';
import type { Clock } from '../../base/clock.ts';
import {
  attribute,
  delimiter,
  encodeAttribute,
  groupTags,
  type IppAttribute,
  type IppAttributes,
} from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import type { Language } from '../../model/sentences/languages.ts';
import type { Speech } from '../../model/sentences/sentence.ts';
import { pageUri, type WebAddress } from '../http/web-address.ts';
import { textAttribute } from '../jobs/charge.ts';
import type { Requested } from '../requests/requested.ts';
import { descriptionAttributes, type ServerFacts } from './description.ts';
import { jobTemplateAttributes } from './job-template.ts';
import { isSameLive, liveAttributes } from './live.ts';
import { mediaDatabase } from './media.ts';
import { offerOf } from './offer.ts';
import { personalNames } from './personal.ts';
import { jobSettable } from './settable.ts';
import { uriAttributes } from './uris.ts';

interface Slice {
  readonly name: string;
  readonly groups: readonly string[];
  readonly octets: Buffer;
  /** A collection, or no value: the parser of cups4j ends at the first of those, so that they come last. */
  readonly last: boolean;
}

/** One whole group but for what lives: joined once, sent many times. */
interface Joined {
  readonly before: Buffer;
  readonly live: ReadonlySet<string>;
  readonly after: Buffer;
  /** With what lived when it was last sent. */
  whole: { readonly live: readonly Slice[]; readonly octets: Buffer } | undefined;
}

/** Everything about one printer that holds until its configuration changes. */
interface Sheet {
  readonly generation: number;
  readonly attributes: IppAttributes;
  readonly slices: readonly Slice[];
  readonly joined: Map<string, Joined>;
  /** By language. */
  readonly live: Map<
    Language,
    { readonly view: PrinterView; readonly at: number; readonly slices: readonly Slice[] }
  >;
}

const description = ['printer-description'] as const;
const template = ['job-template'] as const;
/** RFC 3995 §11.2.3: the second column of its table 1. */
const subscriptionTemplate = ['printer-description', 'subscription-template'] as const;
/** Named alone: neither `all` nor a group brings it (PWG 5100.7 §6.9.4). */
const database = 'media-col-database';

/** Hosts times wishes remembered for one printer: strangers choose both. */
const joinedMax = 64;

/**
 * Printer attributes on the wire. Get-Printer-Attributes is by far the most frequent request; each attribute is encoded
 * once per change of the printer, and each answer joined once a second for each wish and host.
 */
export class PrinterAttributes {
  readonly #server: ServerFacts;
  readonly #clock: Clock;
  readonly #sheets = new Map<string, Sheet>();
  /** Names under which printers are announced, where the network did not let them have their own. */
  readonly #announced = new Map<string, string>();

  constructor(server: ServerFacts, clock: Clock) {
    this.#server = server;
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
    let known: { readonly sheet: Sheet; readonly joined: Joined } | undefined;
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
      this.offered(view).has(name) ||
      this.#live(this.#sheet(view), view, speech).some((slice) => slice.name === name) ||
      this.#uris(view, address).some((each) => each.name === name) ||
      spokenAttributes(view, address, speech).some((each) => each.name === name)
    );
  }

  #uris(view: PrinterView, address: WebAddress): readonly IppAttribute[] {
    return uriAttributes(view.settings, address, this.#server.tls ? view.settings.tls : 'none');
  }

  #sheet(view: PrinterView): Sheet {
    const { name } = view.settings;
    const known = this.#sheets.get(name);
    if (known?.generation === view.generation) return known;
    const sheet = this.#newSheet(view);
    this.#sheets.set(name, sheet);
    return sheet;
  }

  #newSheet(view: PrinterView): Sheet {
    const offer = offerOf(view);
    const templates = jobTemplateAttributes(offer);
    const creation = { name: 'job-creation-attributes-supported', values: creationNames(templates) };
    const settable = jobSettable(new Map(templates.map((each) => [each.name, each])));
    const descriptions = [...descriptionAttributes(offer, this.#server), creation, settable];
    const databases = mediaDatabase(offer);
    return {
      generation: view.generation,
      attributes: new Map([...descriptions, ...templates].map((each) => [each.name, each])),
      slices: [
        ...descriptions.map((each) => sliceOf(this.#asAnnounced(offer.name, each), groupsOf(each.name))),
        ...templates.filter((each) => each.name !== database).map((each) => sliceOf(each, template)),
        ...databases.map((each) => sliceOf(each, [])),
      ],
      joined: new Map(),
      live: new Map(),
    };
  }

  #asAnnounced(printer: string, each: IppAttribute): IppAttribute {
    const label = each.name === 'printer-dns-sd-name' ? this.#announced.get(printer) : undefined;
    return label === undefined ? each : attribute('printer-dns-sd-name', label);
  }

  #joined(sheet: Sheet, { view, address, requested, speech, live, part }: Wish): Joined {
    const scheme = `${address.secure ? 'ipps' : 'ipp'}${address.alone === true ? ' alone' : ''}`;
    const key =
      requested.key === undefined
        ? undefined
        : `${part} ${scheme} ${speech.language} ${address.authority} ${address.token ?? ''} ${requested.key}`;
    const known = key === undefined ? undefined : sheet.joined.get(key);
    if (known !== undefined) return known;
    const uris = this.#uris(view, address).map((each) => sliceOf(each, description));
    const spoken = spokenAttributes(view, address, speech).map((each) => sliceOf(each, description));
    const wanted = [...uris, ...spoken, ...sheet.slices].filter(
      (slice) => isWanted(slice, requested) && (part === 'all' || !personalNames.has(slice.name)),
    );
    const wantedLive = live.filter((slice) => isWanted(slice, requested));
    const joined: Joined = {
      before: Buffer.concat([
        delimiter(groupTags.printer),
        ...octetsOf(wanted.filter((slice) => !slice.last)),
      ]),
      live: new Set(wantedLive.map((slice) => slice.name)),
      after: Buffer.concat(octetsOf(wanted.filter((slice) => slice.last))),
      whole: undefined,
    };
    if (key === undefined) return joined;
    if (sheet.joined.size >= joinedMax) sheet.joined.clear();
    sheet.joined.set(key, joined);
    return joined;
  }

  #live(sheet: Sheet, view: PrinterView, speech: Speech): readonly Slice[] {
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
  return Buffer.concat([before, ...octetsOf(own), ...octetsOf(wanted), after]);
}

/** Of a description, or of what is personal instead of the same for everybody. */
function groupsOf(name: string): readonly string[] {
  if (name.startsWith('notify-')) return subscriptionTemplate;
  return /^(copies|print-color-mode)-/.test(name) ? template : description;
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

function sliceOf(each: IppAttribute, groups: readonly string[]): Slice {
  const last = each.values.some(
    ({ syntax }) => syntax === 'collection' || syntax === 'no-value' || syntax === 'unknown',
  );
  return { name: each.name, groups, octets: encodeAttribute(each), last };
}

function octetsOf(slices: readonly Slice[]): readonly Buffer[] {
  return slices.map((slice) => slice.octets);
}

/**
 * What Print-Job and Create-Job take: the bare names of everything that has an `xxx-supported` (PWG 5100.7 §6.9.2). What is
 * only kept as it came (src/server/jobs/supplied.ts) and has a registered `xxx-supported` that we do not answer is left out:
 * charset, language and format version that a client names change nothing of how its document is counted or printed.
 */
function creationNames(templates: readonly IppAttribute[]): IppAttribute['values'] {
  const operation = [
    'compression',
    'document-format',
    'document-message',
    'document-name',
    'ipp-attribute-fidelity',
    'job-name',
    'job-impressions',
    'job-impressions-col',
    'job-k-octets',
    'job-mandatory-attributes',
    'job-password',
    'job-password-encryption',
    'job-media-sheets',
    'job-media-sheets-col',
    'job-pages',
    'job-pages-col',
  ];
  const ticket = templates
    .filter((each) => each.name.endsWith('-supported') && !aboutMedia.has(each.name))
    .map((each) => each.name.slice(0, -'-supported'.length));
  return [...new Set([...operation, ...ticket])].map((value) => ({ syntax: 'keyword', value }));
}

/** Describes members of media-col, which are not attributes of a job. */
const aboutMedia: ReadonlySet<string> = new Set([
  'finishing-template-supported',
  'media-bottom-margin-supported',
  'media-color-supported',
  'media-left-margin-supported',
  'media-right-margin-supported',
  'media-size-supported',
  'media-source-supported',
  'media-top-margin-supported',
  'media-type-supported',
]);
