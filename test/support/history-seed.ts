/** Long histories, and many of them, when somebody asks for it. */
export const isSoak: boolean = process.env['PLATEN_SOAK'] === '1';

/**
 * Of the random histories of this run, told in the titles; PLATEN_SEED plays others. Short runs play the same ones every
 * time, so that a failure is of the change at hand; long ones look for what nobody has met yet.
 */
export const seed: number = Number(
  process.env['PLATEN_SEED'] ?? (isSoak ? Date.now() % 1_000_000 : 20_261_123),
);
