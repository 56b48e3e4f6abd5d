// The server as a target of a side-by-side harness that takes a module with a default export of this form:
// queue qK sends to the fake printer at ports.raw16 + K − 1, since one device prints one job at a time.
import { fileURLToPath } from 'node:url';

const serve = fileURLToPath(new URL('serve.mjs', import.meta.url));

export default ({ ports }) => ({
  targets: {
    platen: {
      start: ['node', serve, '--dir', '{dir}', '--port', ports.srv, '--device-port', ports.raw16],
      uri1: `http://127.0.0.1:${ports.srv}/ipp/print/q1`,
      uriN: `http://127.0.0.1:${ports.srv}/ipp/print/q{1-16}`,
      args: ['--format', 'application/pdf'],
      // The same jobs that the harness gives its other Node server before it measures: the compiler's warm-up.
      warm: 1500,
    },
  },
});
