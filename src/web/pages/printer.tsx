import type { VNode } from 'preact';
import type { JobView, PrinterView } from '../../jobs/index.ts';
import { printerUri, type ServerAddress } from '../address.ts';
import type { ServerInfo, ShownCurrency } from '../options.ts';
import { SetupSteps } from '../setup/setup-steps.tsx';
import { amountInWords, countOf, formatInWords, mediaInWords, printerState } from '../words.ts';
import { AddressNotice } from './home.tsx';
import { JobTable } from './job-table.tsx';
import { Layout } from './layout.tsx';
import { Copyable, State } from './parts.tsx';

interface PrinterProps {
  readonly printer: PrinterView;
  readonly jobs: readonly JobView[] | undefined;
  readonly address: ServerAddress;
  readonly info: ServerInfo;
  readonly currency: ShownCurrency;
  readonly now: number;
}

export function PrinterPage({ printer, jobs, address, info, currency, now }: PrinterProps): VNode {
  const { settings } = printer;
  const state = printerState(printer);
  const about = [settings.info, settings.location].filter((text) => text !== '');
  return (
    <Layout title={settings.name} version={info.version}>
      <p class="crumb">
        <a href="/">Printers</a>
      </p>
      <div class="title">
        <h1>{settings.name}</h1>
        <State state={state} />
      </div>
      {about.length > 0 && <p class="lead">{about.join(' · ')}</p>}
      {state.detail !== undefined && <p class="detail">{state.detail}</p>}
      <Copyable text={printerUri(address, settings.name)} />
      <AddressNotice address={address} info={info} />
      {settings.release.by !== 'nobody' && <ReleaseNotice settings={settings} />}
      <div class="columns">
        <section class="card">
          <h2>What it can do</h2>
          <Abilities printer={printer} />
        </section>
        <section class="card">
          <h2>What it costs</h2>
          <Prices printer={printer} currency={currency} />
        </section>
      </div>
      <h2>Jobs waiting</h2>
      <section class="card">
        <JobTable jobs={jobs} now={now} withPrinter={false} />
      </section>
      <h2 id="add">How to add it</h2>
      <SetupSteps printer={settings.name} address={address} />
    </Layout>
  );
}

function ReleaseNotice({ settings }: Pick<PrinterView, 'settings'>): VNode {
  const { device, release } = settings;
  const outlets = [...(device === 'release:' ? [] : [settings.name]), ...release.at];
  return (
    <p class="notice">
      Jobs wait here until {release.by === 'owner' ? 'you let them go' : 'the operator lets them go'} at{' '}
      {outlets.join(' or ')}
      {release.by === 'owner' && (
        <>
          : <a href="/release">your jobs</a>
        </>
      )}
      .
    </p>
  );
}

function Abilities({ printer: { capabilities, settings } }: { readonly printer: PrinterView }): VNode {
  const twoSided = capabilities.sides.some((sides) => sides !== 'one-sided');
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Documents', capabilities.formats.map(formatInWords).join(', ')],
    ['Colour', capabilities.colour ? 'yes' : 'black and white'],
    ['Both sides', twoSided ? 'yes' : 'no'],
    ['Paper', capabilities.media.slice(0, mediaShownMax).map(mediaInWords).join(', ')],
    ['Resolution', capabilities.resolutions.map((resolution) => `${resolution} dpi`).join(', ')],
    ['Copies', `up to ${capabilities.copiesMax}`],
    ['Largest job', countOf(settings.jobImpressionsMax, 'side')],
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

/** Some devices list a hundred; the first ones are the usual. */
const mediaShownMax = 6;

function Prices({
  printer,
  currency,
}: {
  readonly printer: PrinterView;
  readonly currency: ShownCurrency;
}): VNode {
  const { prices } = printer.settings;
  const rows = [
    ['Each printed side', prices.impression],
    ['Colour, on top of it', printer.capabilities.colour ? prices.colour : 0],
    ['Each sheet of paper', prices.sheet],
    ['Each job', prices.job],
  ] as const;
  const charged = rows.filter(([, amount]) => amount > 0);
  if (charged.length === 0) return <p>Printing here is free of charge.</p>;
  const onePage = prices.job + prices.sheet + prices.impression;
  return (
    <>
      <dl>
        {charged.map(([name, amount]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{amountInWords(amount, currency)}</dd>
          </div>
        ))}
      </dl>
      <p class="note example">So one page in black and white costs {amountInWords(onePage, currency)}.</p>
    </>
  );
}
