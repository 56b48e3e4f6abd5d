/** Long histories, and many of them, when somebody asks for it. */
export const isSoak: boolean = process.env['PLATEN_SOAK'] === '1';

/** Of the random histories of this run. Told in the titles, so that PLATEN_SEED plays the same ones again. */
export const seed: number = Number(process.env['PLATEN_SEED'] ?? Date.now() % 1_000_000);
