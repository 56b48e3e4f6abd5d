import { anonymous, type Identity } from './identity.ts';
import type { PrinterSettings } from './printer.ts';

/** Whether a printer tells this person what is left: only to somebody who is known as well as its rule demands. */
export function maySeeAccount(
  { name, level }: Pick<Identity, 'name' | 'level'>,
  { identity }: Pick<PrinterSettings, 'identity'>,
): boolean {
  const proved = identity.levels.filter((each) => each !== 'claimed');
  return name !== anonymous && (level === 'local' || (identity.personal ?? proved).includes(level));
}
