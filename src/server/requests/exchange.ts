import type { Clock } from '../../base/clock.ts';
import type { IppAttributes, IppMessage } from '../../ipp/index.ts';
import type { JobView, PrinterView, PrintJobs } from '../../jobs/index.ts';
import type { Log } from '../../logging/index.ts';
import type { Identity } from '../../model/identity.ts';
import type { Speech } from '../../model/sentences/sentence.ts';
import type { PrinterAttributes } from '../attributes/printer-attributes.ts';
import type { DocumentFetcher } from '../fetch/document-fetcher.ts';
import type { DocumentBody } from '../http/body.ts';
import type { WireLimits } from '../http/limits.ts';
import type { WebAddress } from '../http/web-address.ts';
import type { Subscriptions } from '../notify/subscriptions.ts';
import type { IppAnswer } from './answer.ts';
import type { Client } from './clients.ts';
import type { TargetUris } from './target.ts';

/** An IPP request that has passed the checks of every request (checks.ts). */
export interface IppRequest {
  readonly message: IppMessage;
  /** Operation attributes. */
  readonly operation: IppAttributes;
  readonly uris: TargetUris;
  /** Job attributes; empty when there are none. */
  readonly job: IppAttributes;
  readonly body: DocumentBody;
  readonly client: Client;
  readonly identity: Identity;
  readonly passage: Passage;
  /** How the client knows this server. */
  readonly address: WebAddress;
  /** In which language and money the client is answered. */
  readonly speech: Speech;
}

/** How the request could come otherwise. */
interface Passage {
  /** The server takes TLS. */
  readonly tls: boolean;
  /** There are passwords to be given. */
  readonly passwords: boolean;
  /** One can be given on this connection: nobody reads along. */
  readonly mayCarryPassword: boolean;
}

/** What operations work with. */
export interface Services {
  readonly jobs: PrintJobs;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: WireLimits;
  readonly printerAttributes: PrinterAttributes;
  readonly subscriptions: Subscriptions;
  /** What is spoken where a client asks for a language that we do not have. */
  readonly speech: Speech;
  /** Absent: no documents are fetched, and Print-URI and Send-URI are not offered. */
  readonly fetcher?: DocumentFetcher;
  /** Answers where no printer is named; the first one does when this is absent. */
  readonly defaultPrinter?: string;
}

export type Answering = IppAnswer | Promise<IppAnswer>;

/** One IPP operation. Its target is found before it is called, so that no operation can forget to look. */
export type Operation = Offered &
  (
    | {
        readonly target: 'printer';
        readonly answer: (request: IppRequest, printer: PrinterView, services: Services) => Answering;
      }
    /** The one of `printer-uri`, or all at the server itself. */
    | {
        readonly target: 'printers';
        readonly answer: (
          request: IppRequest,
          printers: readonly PrinterView[],
          services: Services,
        ) => Answering;
      }
    | {
        readonly target: 'job';
        readonly answer: (request: IppRequest, job: JobView, services: Services) => Answering;
      }
    /** Asks for its target itself, or has none. */
    | { readonly target: 'server'; readonly answer: (request: IppRequest, services: Services) => Answering }
  );

interface Offered {
  /** Where the configuration decides; always offered when absent. */
  readonly isOffered?: (services: Pick<Services, 'fetcher'>) => boolean;
}
