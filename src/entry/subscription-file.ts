import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../base/replace-file.ts';
import type { PrintServerOptions } from '../server/index.ts';

type SubscriptionKeeper = NonNullable<PrintServerOptions['subscriptionKeeper']>;

/** A file beside the data, because each node answers for the subscriptions that were made at it. */
export function subscriptionFile(folder: string): SubscriptionKeeper {
  const path = join(folder, 'subscriptions.json');
  return {
    read: () =>
      readFile(path, 'utf8').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }),
    write: (text) => replaceFile(path, text),
  };
}
