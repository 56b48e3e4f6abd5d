import type { VNode } from 'preact';
import type { JobView, PrinterView } from '../../jobs/index.ts';
import { printerUri, type ServerAddress } from '../address.ts';
import type { ServerInfo } from '../options.ts';
import { SetupSteps } from '../setup/setup-steps.tsx';
import type { Speaker } from '../texts/speaker.tsx';
import { formatInWords, mediaInWords, printerState } from '../words.ts';
import { AddressNotice } from './home.tsx';
import { JobTable } from './job-table.tsx';
import { Layout } from './layout.tsx';
import { Copyable, Details, State } from './parts.tsx';

interface PrinterProps {
  readonly printer: PrinterView;
  readonly jobs: readonly JobView[] | undefined;
  readonly address: ServerAddress;
  readonly info: ServerInfo;
  readonly now: number;
  readonly speaker: Speaker;
}

export function PrinterPage({ printer, jobs, address, info, now, speaker }: PrinterProps): VNode {
  const { text } = speaker;
  const { settings } = printer;
  const state = printerState(printer, speaker);
  const about = [settings.info, settings.location].filter((text) => text !== '');
  return (
    <Layout title={settings.name} version={info.version} speaker={speaker}>
      <p class="crumb">
        <a href="/">{text('printers')}</a>
      </p>
      <div class="title">
        <h1>{settings.name}</h1>
        <State state={state} />
      </div>
      {about.length > 0 && <p class="lead about">{about.join(' · ')}</p>}
      <Details of={state} />
      <Copyable text={printerUri(address, settings.name)} />
      <AddressNotice address={address} info={info} speaker={speaker} />
      {settings.release.by !== 'nobody' && <ReleaseNotice printer={printer} speaker={speaker} />}
      <div class="columns">
        <section class="card">
          <h2>{text('can-do')}</h2>
          <Abilities printer={printer} speaker={speaker} />
        </section>
        <section class="card">
          <h2>{text('costs')}</h2>
          <Prices printer={printer} speaker={speaker} />
        </section>
      </div>
      <h2>{text('jobs-waiting')}</h2>
      <section class="card">
        <JobTable jobs={jobs} now={now} withPrinter={false} speaker={speaker} />
      </section>
      <h2 id="add">{text('how-to-add')}</h2>
      <SetupSteps printer={settings.name} address={address} speaker={speaker} />
    </Layout>
  );
}

type PartProps = Pick<PrinterProps, 'printer' | 'speaker'>;

function ReleaseNotice({ printer: { settings }, speaker: { marked } }: PartProps): VNode {
  const { device, release } = settings;
  const printers = [...(device === 'release:' ? [] : [settings.name]), ...release.at];
  const toJobs = (inner: string): VNode => <a href="/release">{inner}</a>;
  return (
    <p class="notice">
      {release.by === 'owner'
        ? marked('jobs-wait-for-owner', { a: toJobs }, { printers })
        : marked('jobs-wait-for-operator', {}, { printers })}
    </p>
  );
}

function Abilities({ printer: { capabilities, settings }, speaker }: PartProps): VNode {
  const { text } = speaker;
  const { formats, colour, media, resolutions, copiesMax } = capabilities;
  const twoSided = capabilities.sides.some((sides) => sides !== 'one-sided');
  const facts: readonly (readonly [name: string, value: string])[] = [
    [text('documents'), formats.map((format) => formatInWords(format, speaker)).join(', ')],
    [text('colour'), text(colour ? 'yes' : 'black-and-white')],
    [text('both-sides'), text(twoSided ? 'yes' : 'no')],
    [
      text('paper'),
      media
        .slice(0, mediaShownMax)
        .map((name) => unbroken(name, speaker))
        .join(', '),
    ],
    [text('resolution'), resolutions.map((dots) => text('dpi', { dots })).join(', ')],
    [text('copies'), text('copies-max', { max: copiesMax })],
    [text('largest-job'), text('sides-counted', { sides: settings.jobImpressionsMax })],
  ];
  return (
    <dl>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** "A4 (210 × 297 mm)" stays on one line. */
function unbroken(media: string, { language }: Pick<Speaker, 'language'>): string {
  return mediaInWords(media, language).replaceAll(' ', '\u00a0');
}

/** Some devices list a hundred; the first ones are the usual. */
const mediaShownMax = 6;

function Prices({ printer, speaker: { text, money } }: PartProps): VNode {
  const { prices } = printer.settings;
  const rows = [
    [text('price-side'), prices.impression],
    [text('price-colour'), printer.capabilities.colour ? prices.colour : 0],
    [text('price-sheet'), prices.sheet],
    [text('price-job'), prices.job],
  ] as const;
  const charged = rows.filter(([, amount]) => amount > 0);
  if (charged.length === 0) return <p>{text('price-none')}</p>;
  const onePage = prices.job + prices.sheet + prices.impression;
  return (
    <>
      <dl>
        {charged.map(([name, amount]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{money(amount)}</dd>
          </div>
        ))}
      </dl>
      <p class="note example">{text('price-example', { price: onePage })}</p>
    </>
  );
}
