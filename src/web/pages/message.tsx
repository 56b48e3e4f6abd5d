import type { VNode } from 'preact';
import { Layout } from './layout.tsx';

interface MessageProps {
  readonly title: string;
  readonly sentence: string;
  readonly version: string;
}

/** A page that only says why there is no other. */
export function MessagePage({ title, sentence, version }: MessageProps): VNode {
  return (
    <Layout title={title} version={version}>
      <h1>{title}</h1>
      <p class="lead">{sentence}</p>
      <p>
        <a href="/">To the printers</a>
      </p>
    </Layout>
  );
}
