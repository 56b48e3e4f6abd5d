import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BegunRun } from './begun-run.ts';
import { Notes } from './notes.ts';

const key = { instance: 'i', queue: 'hall', job: 7, createdAt: 1 };
const cupsd = process.pid;
const otherCupsd = process.ppid;

let folder: string;
let notes: Notes;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platen-begun-'));
  notes = new Notes(join(folder, 'platen'), 'begun');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the first run of a job is none again', () => {
  expect(new BegunRun(notes, key, cupsd).isRerun).toBe(false);
});

test('nor is one that follows a run whose end cupsd has heard', () => {
  new BegunRun(notes, key, cupsd).end(true);
  expect(new BegunRun(notes, key, otherCupsd).isRerun).toBe(false);
});

test('nor is one that the same cupsd starts after the program was killed: it took the job for printed', () => {
  new BegunRun(notes, key, cupsd);
  expect(new BegunRun(notes, key, cupsd).isRerun).toBe(false);
});

test('one is whose last run another cupsd has begun', () => {
  new BegunRun(notes, key, otherCupsd);
  expect(new BegunRun(notes, key, cupsd).isRerun).toBe(true);
});

test('one is whose last run cupsd has stopped', () => {
  new BegunRun(notes, key, cupsd).end(false);
  expect(new BegunRun(notes, key, cupsd).isRerun).toBe(true);
  expect(new BegunRun(notes, { ...key, job: 8 }, cupsd).isRerun).toBe(false);
});
