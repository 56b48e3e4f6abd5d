import type { ComponentChildren, VNode } from 'preact';
import type { Speaker } from '../texts/speaker.tsx';

interface LayoutProps {
  readonly title: string;
  /** Which entry of the navigation is this page. */
  readonly here?: 'printers' | 'release' | 'help';
  readonly version: string;
  readonly speaker: Speaker;
  readonly children: ComponentChildren;
}

/** What every page has around its own content. */
export function Layout({ title, here, version, speaker, children }: LayoutProps): VNode {
  const { language, text } = speaker;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Platen`}</title>
        <link rel="icon" type="image/png" href="/icons/printer-48.png" />
        <link rel="stylesheet" href={`/style.css?${version}`} />
      </head>
      <body>
        <a class="skip" href="#content">
          {text('skip')}
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href="/">
              <img src="/icons/printer-128.png" width="32" height="32" alt="" />
              Platen
            </a>
            <nav aria-label={text('pages')}>
              <a href="/" aria-current={here === 'printers' ? 'page' : undefined}>
                {text('printers')}
              </a>
              <a href="/release" aria-current={here === 'release' ? 'page' : undefined}>
                {text('my-jobs')}
              </a>
              <a href="/help" aria-current={here === 'help' ? 'page' : undefined}>
                {text('help')}
              </a>
            </nav>
          </div>
        </header>
        <main id="content" class="wide">
          {children}
        </main>
        <footer class="wide">
          <p>{text('footer', { version })}</p>
        </footer>
      </body>
    </html>
  );
}
