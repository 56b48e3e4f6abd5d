import { firstString, type IppAttributes } from '../../ipp/index.ts';
import { anyFormat } from '../attributes/description.ts';

/** What the client says the document is, without parameters; undefined when it leaves that to us. */
export function documentFormat(operation: IppAttributes): string | undefined {
  const [mediaType = ''] = (firstString(operation, 'document-format') ?? '').split(';');
  const format = mediaType.trim().toLowerCase();
  return format === '' || format === anyFormat ? undefined : format;
}
