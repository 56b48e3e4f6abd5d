import { Fragment, type VNode } from 'preact';
import type { ShownState } from '../words.ts';
import { agoInWords } from '../words.ts';

/** A state as a coloured word. The word alone says it all; the colour only helps. */
export function State({ state }: { readonly state: ShownState }): VNode {
  return <span class={`state ${state.tone}`}>{state.word}</span>;
}

/** An address or a command that is to be copied: one click selects the whole. Long ones break after a slash. */
export function Copyable({ text }: { readonly text: string }): VNode {
  const parts = text.split(/(?<=[^/:]\/)(?=[^/])/);
  return (
    <code class="copyable">
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}

export function Time({ at, now }: { readonly at: number; readonly now: number }): VNode {
  return <time dateTime={new Date(at).toISOString()}>{agoInWords(now - at)}</time>;
}
