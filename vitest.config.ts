import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number, isolate = false) => ({
  test: { name, include, testTimeout, hookTimeout: 120_000, isolate },
});

export default defineConfig({
  test: {
    // Tests that run at once mostly wait for CUPS.
    maxConcurrency: 24,
    projects: [
      project('unit', ['src/**/*.test.ts', 'src/**/*.test.tsx'], 10_000),
      project('contracts', ['test/contracts/**/*.test.ts'], 60_000),
      project('wire', ['test/wire/**/*.test.ts'], 60_000),
      project('properties', ['test/properties/**/*.test.ts'], 120_000),
      project('conformance', ['test/conformance/**/*.test.ts'], 600_000),
    ],
  },
});
