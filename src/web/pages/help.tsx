import type { VNode } from 'preact';
import type { PrinterView } from '../../jobs/index.ts';
import { type ServerAddress } from '../address.ts';
import type { ServerInfo } from '../options.ts';
import { SetupSteps } from '../setup/setup-steps.tsx';
import type { Speaker } from '../texts/speaker.tsx';
import { AddressNotice } from './home.tsx';
import { Layout } from './layout.tsx';

interface HelpProps {
  /** The one the examples are made for. */
  readonly printer: PrinterView | undefined;
  readonly address: ServerAddress;
  readonly info: ServerInfo;
  readonly speaker: Speaker;
}

export function HelpPage({ printer, address, info, speaker }: HelpProps): VNode {
  const { text, marked } = speaker;
  return (
    <Layout title={text('help')} here="help" version={info.version} speaker={speaker}>
      <h1>{text('help')}</h1>
      <p class="lead">{text('help-lead')}</p>
      <AddressNotice address={address} info={info} speaker={speaker} />
      {printer !== undefined && (
        <>
          <h2 id="add">{text('adding')}</h2>
          <p>
            {marked(
              'adding-lead',
              { a: (inner) => <a href="/">{inner}</a> },
              { name: printer.settings.name },
            )}
          </p>
          <SetupSteps printer={printer.settings.name} address={address} speaker={speaker} />
        </>
      )}
      <h2>{text('not-coming-out')}</h2>
      <section class="card">
        <dl class="answers">
          {answers.map(([question, answer]) => (
            <div key={question}>
              <dt>{text(question)}</dt>
              <dd>{text(answer)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Layout>
  );
}

const answers = [
  ['over-limit', 'over-limit-answer'],
  ['not-counted', 'not-counted-answer'],
  ['on-hold', 'on-hold-answer'],
  ['printer-away', 'printer-away-answer'],
  ['wrong-charge', 'wrong-charge-answer'],
] as const;
