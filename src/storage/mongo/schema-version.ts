import { z } from 'zod';
import { PrintServerError } from '../../base/fault.ts';
import { long } from './bson.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { parseRow } from './records/parse.ts';

/** Raised whenever rows of the version before can no longer be read as they are. */
const schemaVersion = 1;

const versionRow = z.object({ version: z.int() });

/** Marks a new database with our version; a database of another one is left alone. */
export async function checkSchemaVersion({ meta }: Collections, calls: Calls): Promise<void> {
  const mark = { _id: 'schema', version: long(schemaVersion) };
  const row = await calls.read(() => meta.findOne({ _id: mark._id }));
  if (row === null && (await calls.insert(() => meta.insertOne(mark))) === 'inserted') return;
  const found = row ?? (await calls.read(() => meta.findOne({ _id: mark._id })));
  const { version } = parseRow(versionRow, found, 'the schema version');
  if (version === schemaVersion) return;
  throw new PrintServerError(
    'store-schema',
    `the database has schema version ${version}, this program needs ${schemaVersion}: ` +
      (version > schemaVersion ? 'use the newer program that made it' : 'migrate it first'),
  );
}
