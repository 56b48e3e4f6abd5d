import type { VNode } from 'preact';
import type { PrinterView } from '../../jobs/index.ts';
import { type ServerAddress } from '../address.ts';
import type { ServerInfo } from '../options.ts';
import { SetupSteps } from '../setup/setup-steps.tsx';
import { AddressNotice } from './home.tsx';
import { Layout } from './layout.tsx';

interface HelpProps {
  /** The one the examples are made for. */
  readonly printer: PrinterView | undefined;
  readonly address: ServerAddress;
  readonly info: ServerInfo;
}

export function HelpPage({ printer, address, info }: HelpProps): VNode {
  return (
    <Layout title="Help" here="help" version={info.version}>
      <h1>Help</h1>
      <p class="lead">How to print, and what happens when a job does not come out.</p>
      <AddressNotice address={address} info={info} />
      {printer !== undefined && (
        <>
          <h2 id="add">Adding a printer</h2>
          <p>
            The steps below are for <strong>{printer.settings.name}</strong>; every <a href="/">printer</a>{' '}
            has a page with its own.
          </p>
          <SetupSteps printer={printer.settings.name} address={address} />
        </>
      )}
      <h2>When a job does not come out</h2>
      <section class="card">
        <dl class="answers">
          {answers.map(([question, answer]) => (
            <div key={question}>
              <dt>{question}</dt>
              <dd>{answer}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Layout>
  );
}

const answers = [
  [
    'My job was refused: over quota, or not enough money',
    'The message of the job says the limit, what the job needs and what is left. Print fewer pages, or ask the print room to raise the limit or take a payment. Other people’s jobs are not affected.',
  ],
  [
    'My job was refused: its pages cannot be counted',
    'The document is damaged, protected by a password, or of a kind this server cannot read. Open it, save it as a new PDF and print that one.',
  ],
  [
    'My job is on hold',
    'Either you asked for it in the print dialogue, or the operator must look at it, for example because the printer failed in the middle of it. It is neither lost nor charged yet.',
  ],
  [
    'The printer is paused, not reachable or needs attention',
    'Jobs are kept and print when it is back. The page of the printer says what is wrong with it.',
  ],
  [
    'I was charged for pages that did not come out',
    'Tell the print room the number of the job: the operator sees how it was counted and what the printer reported, and can pay it back.',
  ],
] as const;
