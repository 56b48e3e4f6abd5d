import type { VNode } from 'preact';
import type { Speaker } from '../texts/speaker.tsx';
import { Layout } from './layout.tsx';

interface MessageProps {
  readonly title: string;
  readonly sentence: string;
  /** An address that the sentence names. */
  readonly link?: string;
  readonly version: string;
  readonly speaker: Speaker;
}

/** A page that only says why there is no other. */
export function MessagePage({ title, sentence, link, version, speaker }: MessageProps): VNode {
  return (
    <Layout title={title} version={version} speaker={speaker}>
      <h1>{title}</h1>
      <p class="lead">{sentence}</p>
      {link !== undefined && (
        <p class="onward">
          <a href={link}>{link}</a>
        </p>
      )}
      <p class="onward">
        <a href="/">{speaker.text('to-printers')}</a>
      </p>
    </Layout>
  );
}
