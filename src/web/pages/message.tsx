import type { VNode } from 'preact';
import type { Language } from '../../model/sentences/languages.ts';
import { Layout } from './layout.tsx';

interface MessageProps {
  readonly title: string;
  readonly sentence: string;
  /** Of the sentence. Default: that of the page. */
  readonly language?: Language;
  readonly version: string;
}

/** A page that only says why there is no other. */
export function MessagePage({ title, sentence, language, version }: MessageProps): VNode {
  return (
    <Layout title={title} version={version}>
      <h1>{title}</h1>
      <p class="lead" lang={language}>
        {sentence}
      </p>
      <p>
        <a href="/">To the printers</a>
      </p>
    </Layout>
  );
}
