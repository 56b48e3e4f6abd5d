import type { VNode } from 'preact';
import type { JobView, PrinterView } from '../../jobs/index.ts';
import { isThisMachine, printerUri, type ServerAddress } from '../address.ts';
import type { ServerInfo } from '../options.ts';
import { countOf, printerState } from '../words.ts';
import { JobTable } from './job-table.tsx';
import { Layout } from './layout.tsx';
import { Copyable, State } from './parts.tsx';

interface HomeProps {
  readonly printers: readonly PrinterView[];
  readonly jobs: readonly JobView[] | undefined;
  readonly address: ServerAddress;
  readonly info: ServerInfo;
  readonly now: number;
}

export function HomePage({ printers, jobs, address, info, now }: HomeProps): VNode {
  return (
    <Layout title="Printers" here="printers" version={info.version}>
      <h1>Printers</h1>
      <p class="lead">
        Add one of them to your device once, by the address below it; no driver is needed. Then print as
        always.
      </p>
      <AddressNotice address={address} info={info} />
      <ul class="cards">
        {printers.map((printer) => (
          <PrinterCard key={printer.settings.name} printer={printer} address={address} />
        ))}
      </ul>
      <h2>Jobs waiting</h2>
      <section class="card">
        <JobTable jobs={jobs} now={now} withPrinter={true} />
      </section>
    </Layout>
  );
}

function PrinterCard({
  printer,
  address,
}: {
  readonly printer: PrinterView;
  readonly address: ServerAddress;
}): VNode {
  const { name, info, location } = printer.settings;
  const state = printerState(printer);
  return (
    <li class="card printer">
      <div class="title">
        <h2>
          <a href={`/printers/${encodeURIComponent(name)}`}>{name}</a>
        </h2>
        <State state={state} />
      </div>
      <p class="about">{[info, location].filter((text) => text !== '').join(' · ')}</p>
      {state.detail !== undefined && <p class="detail">{state.detail}</p>}
      <Copyable text={printerUri(address, name)} />
      <p class="foot">
        <span>{printer.queued === 0 ? 'No jobs waiting' : `${countOf(printer.queued, 'job')} waiting`}</span>
        <a href={`/printers/${encodeURIComponent(name)}#add`} aria-label={`How to add ${name}`}>
          How to add it
        </a>
      </p>
    </li>
  );
}

/** An address with localhost in it is right on this machine and wrong everywhere else. */
export function AddressNotice({
  address,
  info,
}: {
  readonly address: ServerAddress;
  readonly info: ServerInfo;
}): VNode | null {
  if (!isThisMachine(address)) return null;
  if (info.reachableByOthers) {
    return (
      <p class="notice">
        These addresses work on this computer. On others, open this page by this computer’s name or address.
      </p>
    );
  }
  return (
    <p class="notice">
      This server is reachable from this computer only. To let others print, add an address such as{' '}
      <code>0.0.0.0:8631</code> to <code>listen</code> in its configuration.
    </p>
  );
}
