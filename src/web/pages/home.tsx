import type { VNode } from 'preact';
import type { JobView, PrinterView } from '../../jobs/index.ts';
import { isThisMachine, printerUri, type ServerAddress } from '../address.ts';
import type { ServerInfo } from '../options.ts';
import type { Speaker } from '../texts/speaker.tsx';
import { printerState } from '../words.ts';
import { JobTable } from './job-table.tsx';
import { Layout } from './layout.tsx';
import { Copyable, Details, State } from './parts.tsx';

interface HomeProps {
  readonly printers: readonly PrinterView[];
  readonly jobs: readonly JobView[] | undefined;
  readonly address: ServerAddress;
  readonly info: ServerInfo;
  readonly now: number;
  readonly speaker: Speaker;
}

export function HomePage({ printers, jobs, address, info, now, speaker }: HomeProps): VNode {
  const { text } = speaker;
  return (
    <Layout title={text('printers')} here="printers" version={info.version} speaker={speaker}>
      <h1>{text('printers')}</h1>
      <p class="lead">{text('printers-lead')}</p>
      <AddressNotice address={address} info={info} speaker={speaker} />
      <ul class="cards">
        {printers.map((printer) => (
          <PrinterCard key={printer.settings.name} printer={printer} address={address} speaker={speaker} />
        ))}
      </ul>
      <h2>{text('jobs-waiting')}</h2>
      <section class="card">
        <JobTable jobs={jobs} now={now} withPrinter={true} speaker={speaker} />
      </section>
    </Layout>
  );
}

interface CardProps extends Pick<HomeProps, 'address' | 'speaker'> {
  readonly printer: PrinterView;
}

function PrinterCard({ printer, address, speaker }: CardProps): VNode {
  const { text } = speaker;
  const { name, info, location } = printer.settings;
  const state = printerState(printer, speaker);
  return (
    <li class="card printer">
      <div class="title">
        <h2>
          <a href={`/printers/${encodeURIComponent(name)}`}>{name}</a>
        </h2>
        <State state={state} />
      </div>
      <p class="about">{[info, location].filter((text) => text !== '').join(' · ')}</p>
      <Details of={state} />
      <Copyable text={printerUri(address, name)} />
      <p class="foot">
        <span>{printer.queued === 0 ? text('waiting-none') : text('waiting', { jobs: printer.queued })}</span>
        <a href={`/printers/${encodeURIComponent(name)}#add`} aria-label={text('how-to-add-named', { name })}>
          {text('how-to-add')}
        </a>
      </p>
    </li>
  );
}

/** An address with localhost in it is right on this machine and wrong everywhere else. */
export function AddressNotice({
  address,
  info,
  speaker,
}: Pick<HomeProps, 'address' | 'info' | 'speaker'>): VNode | null {
  if (!isThisMachine(address)) return null;
  const id = info.reachableByOthers ? 'address-works-here' : 'this-computer-only';
  return <p class="notice">{speaker.marked(id, {})}</p>;
}
