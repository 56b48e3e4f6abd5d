import type { ComponentChildren, VNode } from 'preact';

interface LayoutProps {
  readonly title: string;
  /** Which entry of the navigation is this page. */
  readonly here?: 'printers' | 'release' | 'help';
  readonly version: string;
  readonly children: ComponentChildren;
}

/** What every page has around its own content. */
export function Layout({ title, here, version, children }: LayoutProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Platen`}</title>
        <link rel="icon" type="image/png" href="/icons/printer-48.png" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href="/">
              <img src="/icons/printer-128.png" width="32" height="32" alt="" />
              Platen
            </a>
            <nav aria-label="Pages">
              <a href="/" aria-current={here === 'printers' ? 'page' : undefined}>
                Printers
              </a>
              <a href="/release" aria-current={here === 'release' ? 'page' : undefined}>
                My jobs
              </a>
              <a href="/help" aria-current={here === 'help' ? 'page' : undefined}>
                Help
              </a>
            </nav>
          </div>
        </header>
        <main id="content" class="wide">
          {children}
        </main>
        <footer class="wide">
          <p>Platen {version} — a print server that keeps accounts</p>
        </footer>
      </body>
    </html>
  );
}
