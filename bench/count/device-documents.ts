import {
  makeDdst,
  makeHbp,
  makeHbpl,
  makeHiperc,
  makeLidil,
  makeOakt,
  makeQpdl,
  makeSff,
  makeSpl1,
  makeXqx,
  makeZjStream,
  pjlJob,
  zjDialects,
} from '../../test/support/documents/index.ts';
import type { StreamDocument } from './stream-documents.ts';

/** Languages of host-based devices, with pages of a few hundred octets: none of their pictures is worth reading. */
export const deviceDocuments: readonly StreamDocument[] = [
  repeated('ZjStream', (pages) => makeZjStream(zjDialects.zjstream, { pages })),
  repeated('SLX', (pages) => makeZjStream(zjDialects.slx, { pages })),
  repeated('XQX', (pages) => makeXqx({ pages })),
  repeated('OAKT', (pages) => makeOakt({ pages })),
  repeated('QPDL', (pages) => pjlJob('QPDL', makeQpdl({ pages }, { version: 1, colour: true }))),
  repeated('SPL1', (pages) => pjlJob('SMART', makeSpl1({ pages }))),
  repeated('HBP', (pages) => pjlJob('HBP', makeHbp({ pages }))),
  repeated('HBPL', (pages) => pjlJob('HBPL', makeHbpl({ pages }))),
  repeated('HIPERC', (pages) => pjlJob('HIPERC', makeHiperc({ pages }))),
  repeated('DDST', (pages) => makeDdst({ pages })),
  repeated('LIDIL', (pages) => makeLidil({ pages })),
  repeated('SFF', (pages) => makeSff({ pages })),
];

/** What a document of three pages has and one of two has not is a page. */
function repeated(name: string, make: (pages: number) => Buffer): StreamDocument {
  const two = make(2);
  const three = make(3);
  const pageOctets = three.length - two.length;
  let start = 0;
  while (start < two.length && two[start] === three[start]) start += 1;
  const pages = three.subarray(start, start + pageOctets);
  return { name, head: two.subarray(0, start), pages, tail: two.subarray(start) };
}
