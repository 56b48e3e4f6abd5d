export interface PostscriptOptions {
  readonly pages: number;
  /** The first line; that of a conforming document unless said. */
  readonly header?: string;
  /** What `%%Pages:` says; the number of pages unless said. */
  readonly claim?: string;
  readonly prologue?: string;
  /** Stands on each page before what prints it. */
  readonly body?: string;
  /** What prints a page. */
  readonly print?: string;
  /** Whether pages begin with `%%Page:`. */
  readonly comments?: boolean;
  readonly trailer?: string;
}

/** A program as drivers write them, one octet a character. */
export function makePostscript(options: PostscriptOptions): string {
  const { pages, header = '%!PS-Adobe-3.0', claim = String(pages), comments = true } = options;
  const {
    prologue = '',
    body = '9 9 99 99 rectfill',
    print = 'showpage',
    trailer = '%%Trailer\n%%EOF\n',
  } = options;
  const claims = comments ? `%%Pages: ${claim}\n` : '';
  const page = (number: number) =>
    comments ? postscriptPage(number, `${body}\n${print}`) : `${body}\n${print}\n`;
  const all = Array.from({ length: pages }, (_, index) => page(index + 1));
  return `${header}\n${claims}%%EndComments\n%%BeginProlog\n${prologue}\n%%EndProlog\n${all.join('')}${trailer}`;
}

export function postscriptPage(number: number, body: string): string {
  return `%%Page: ${number} ${number}\ngsave\n${body}\n`;
}
