import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderMarkdown, renderSchema } from './config-docs.ts';

// Writes what is generated from the schema of the configuration; src/config/published.test.ts compares.
writeFileSync(fileURLToPath(new URL('../config/platen.schema.json', import.meta.url)), renderSchema());
writeFileSync(fileURLToPath(new URL('../docs/config.md', import.meta.url)), renderMarkdown());
