import { Fragment, type VNode } from 'preact';
import type { Speaker } from '../texts/speaker.tsx';
import type { ShownPrinterState, ShownState } from '../words.ts';
import { agoInWords } from '../words.ts';

/** A state as a coloured word. The word alone says it all; the colour only helps. */
export function State({ state }: { readonly state: ShownState }): VNode {
  return <span class={`state ${state.tone}`}>{state.word}</span>;
}

export function Details({ of: { details } }: { readonly of: ShownPrinterState }): VNode {
  return (
    <>
      {details.map((detail) => (
        <p key={detail} class="detail">
          {detail}
        </p>
      ))}
    </>
  );
}

/** An address or a command that is to be copied: one click selects the whole. Long ones break after a slash, options nowhere. */
export function Copyable({ text }: { readonly text: string }): VNode {
  const parts = text.split(/(?<=[^/:]\/)(?=[^/])|(?<= )(?=-)|(?<= -\w+)(?= )/);
  return (
    <code class="copyable">
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && <wbr />}
          {/^-\w+$/.test(part) ? <span class="whole">{part}</span> : part}
        </Fragment>
      ))}
    </code>
  );
}

interface MomentProps {
  readonly at: number;
  readonly now: number;
  readonly speaker: Speaker;
}

export function Time({ at, now, speaker }: MomentProps): VNode {
  return <time dateTime={new Date(at).toISOString()}>{agoInWords(now - at, speaker)}</time>;
}

/** "Sent 5 min ago". */
export function Sent({ at, now, speaker }: MomentProps): VNode {
  const inside = (ago: string): VNode => <time dateTime={new Date(at).toISOString()}>{ago}</time>;
  return speaker.marked('sent-ago', { t: inside }, { ago: agoInWords(now - at, speaker) });
}
