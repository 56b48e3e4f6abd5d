import { attribute, attributeOf, type IppAttribute, keyword, range } from '../../ipp/index.ts';
import { passwordEncryptions } from '../../model/job.ts';

/** As many octets as job-password holds (PWG 5100.11 §6.1). */
export const passwordOctetsMax = 255;
/** What a person is asked for at the least (PWG 5100.11-2024 knows no shorter ones); a shorter one that comes is as good. */
const passwordCharactersMin = 4;
/** Any text, which is all that can be checked of a password that comes unhashed. */
const repertoire = keyword('iana_utf-8_any');

/** The password that a job is released with. */
export function passwordAttributes(): readonly IppAttribute[] {
  return [
    attribute('job-password-supported', passwordOctetsMax),
    attribute('job-password-length-supported', range(passwordCharactersMin, passwordOctetsMax)),
    attributeOf('job-password-encryption-supported', ...passwordEncryptions.map(keyword)),
    attributeOf('job-password-repertoire-configured', repertoire),
    attributeOf('job-password-repertoire-supported', repertoire),
  ];
}
