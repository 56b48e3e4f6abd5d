import { Agent, request } from 'node:http';
import {
  attribute,
  decodeMessage,
  encodeMessage,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppMessage,
  operations,
  strings,
} from '../../src/ipp/index.ts';
import { requestMessage } from './ipp-client.ts';

export interface PrintAnswer {
  readonly status: number;
  readonly job: number | undefined;
  readonly reasons: readonly string[];
  readonly message: string | undefined;
}

/** A client over kept-alive connections, as print systems are; what the network does is thrown. */
export class PrintClient {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #port: number;
  readonly #printer: string;
  readonly #userAgent: string;

  constructor(port: number, printer = 'demo', userAgent = 'ipptool-like') {
    this.#port = port;
    this.#printer = printer;
    this.#userAgent = userAgent;
  }

  print(document: Buffer, user = 'alice', format = 'text/plain'): Promise<PrintAnswer> {
    const message = requestMessage({
      code: operations.printJob,
      user,
      uri: this.#uri,
      operation: [attribute('job-name', 'crash test'), attribute('document-format', format)],
    });
    return this.#ask(message, document);
  }

  /** Create-Job and Send-Document; the answer of the latter, or of the former when it refused. */
  async createAndSend(document: Buffer, user = 'alice', format = 'text/plain'): Promise<PrintAnswer> {
    const operation = [attribute('job-name', 'crash test')];
    const created = await this.#ask(
      requestMessage({ code: operations.createJob, user, uri: this.#uri, operation }),
      Buffer.alloc(0),
    );
    if (created.job === undefined) return created;
    const send = requestMessage({
      code: operations.sendDocument,
      user,
      uri: this.#uri,
      operation: [
        attribute('job-id', created.job),
        attribute('document-format', format),
        attribute('last-document', true),
      ],
    });
    return { ...(await this.#ask(send, document)), job: created.job };
  }

  close(): void {
    this.#agent.destroy();
  }

  get #uri(): string {
    return `ipp://localhost:${this.#port}/ipp/print/${this.#printer}`;
  }

  async #ask(message: IppMessage, document: Buffer): Promise<PrintAnswer> {
    const answer = decodeMessage(await this.#post(Buffer.concat([encodeMessage(message), document])));
    const job = groupOf(answer, groupTags.job) ?? new Map();
    const operation = groupOf(answer, groupTags.operation) ?? new Map();
    return {
      status: answer.code,
      job: firstInteger(job, 'job-id'),
      reasons: strings(job, 'job-state-reasons'),
      message: firstString(operation, 'status-message'),
    };
  }

  #post(body: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/ipp',
        'content-length': body.length,
        'user-agent': this.#userAgent,
      };
      const options = { port: this.#port, host: '127.0.0.1', method: 'POST', agent: this.#agent, headers };
      const sent = request({ ...options, path: `/ipp/print/${this.#printer}` }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve(Buffer.concat(chunks));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
