import {
  type AttributeName,
  attribute,
  collection,
  type IppAttribute,
  integer,
  keyword,
  name,
} from '../../../src/ipp/index.ts';
import type { Known } from '../../support/dialogue.ts';

/** The first attributes of every request, and whom it is for. */
export function head(
  language: string,
  printerUri: (port: number) => string,
): (known: Known) => readonly IppAttribute[] {
  return ({ port, user }) => [
    attribute('attributes-charset', 'utf-8'),
    attribute('attributes-natural-language', language),
    attribute('printer-uri', printerUri(port)),
    attribute('requesting-user-name', name(user)),
  ];
}

/** The same of a request about a job that came before, whose number stands behind the printer. */
export function aboutJob(
  to: (known: Known) => readonly IppAttribute[],
  known: Known,
): readonly IppAttribute[] {
  const [charset, language, printer, ...others] = to(known);
  return [charset, language, printer, attribute('job-id', integer(known.job)), ...others].filter(
    (each) => each !== undefined,
  );
}

export function wanted(...names: readonly string[]): IppAttribute {
  return { name: 'requested-attributes', values: names.map(keyword) };
}

/** A keyword that only one kind of client knows. */
export function vendor(name_: string, ...values: IppAttribute['values']): IppAttribute {
  return { name: name_, values };
}

/** media-col as clients make it of a member of media-col-ready: A4 with margins, from a tray. */
export function a4(source: string, ...more: readonly IppAttribute[]): IppAttribute {
  const margins: readonly AttributeName[] = [
    'media-bottom-margin',
    'media-left-margin',
    'media-right-margin',
    'media-top-margin',
  ];
  return attribute(
    'media-col',
    collection(
      attribute(
        'media-size',
        collection(attribute('x-dimension', integer(21_000)), attribute('y-dimension', integer(29_700))),
      ),
      ...margins.map((margin) => attribute(margin, integer(423))),
      attribute('media-source', keyword(source)),
      ...more,
    ),
  );
}
