import { type DeviceLanguage, deviceJob, deviceLanguages } from '../../test/support/documents/index.ts';
import type { StreamDocument } from './stream-documents.ts';

/** Languages of host-based devices, with pages of a few hundred octets: none of their pictures is worth reading. */
export const deviceDocuments: readonly StreamDocument[] = deviceLanguages.map(repeated);

/** What a document of three pages has and one of two has not is a page. */
function repeated(language: DeviceLanguage): StreamDocument {
  const { name } = language;
  const two = deviceJob(language, { pages: 2 });
  const three = deviceJob(language, { pages: 3 });
  const pageOctets = three.length - two.length;
  let start = 0;
  while (start < two.length && two[start] === three[start]) start += 1;
  const pages = three.subarray(start, start + pageOctets);
  return { name, head: two.subarray(0, start), pages, tail: two.subarray(start) };
}
