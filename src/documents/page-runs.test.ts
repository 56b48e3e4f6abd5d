import { describe, expect, it } from 'vitest';
import { pageRunsMax } from '../model/page-count.ts';
import { PageRunList } from './page-runs.ts';

describe('runs of pages', () => {
  it('join neighbours of equal facts and cover all pages', () => {
    const runs = new PageRunList();
    runs.add({ media: 'a', colour: false });
    runs.add({ media: 'a', colour: false }, 2);
    runs.add({ media: 'a', colour: true });
    runs.add({});
    expect(runs.finish()).toEqual([
      { first: 1, last: 3, media: 'a', colour: false },
      { first: 4, last: 4, media: 'a', colour: true },
      { first: 5, last: 5 },
    ]);
    expect(runs.pages).toBe(5);
  });

  it('keep a first run that knows nothing apart from what follows', () => {
    const runs = new PageRunList();
    runs.add({}, 2);
    runs.add({ colour: true });
    expect(runs.finish()).toEqual([
      { first: 1, last: 2 },
      { first: 3, last: 3, colour: true },
    ]);
  });

  it('give up the facts, never the pages, when there are too many', () => {
    const runs = new PageRunList();
    for (let page = 0; page <= pageRunsMax; page += 1) runs.add({ colour: page % 2 === 0 });
    expect(runs.finish()).toEqual([{ first: 1, last: pageRunsMax + 1 }]);
  });

  it('begin anew where another document does, though its pages are alike', () => {
    const runs = new PageRunList();
    runs.addDocument([{ first: 1, last: 2, copies: 2 }]);
    runs.addDocument([
      { first: 1, last: 1, copies: 2 },
      { first: 2, last: 2, copies: 2, sides: 'one-sided' },
    ]);
    expect(runs.finish()).toEqual([
      { first: 1, last: 2, copies: 2 },
      { first: 3, last: 3, copies: 2, newDocument: true },
      { first: 4, last: 4, copies: 2, sides: 'one-sided' },
    ]);
  });

  it('keep copies and sides when size and colour are given up', () => {
    const runs = new PageRunList();
    for (let page = 0; page <= pageRunsMax; page += 1) runs.add({ colour: page % 2 === 0, copies: 2 });
    runs.add({ colour: true, sides: 'one-sided' });
    expect(runs.finish()).toEqual([
      { first: 1, last: pageRunsMax + 1, copies: 2 },
      { first: pageRunsMax + 2, last: pageRunsMax + 2, sides: 'one-sided' },
    ]);
  });

  it('count each copy as a page when copies change too often, so that impressions stay right', () => {
    const runs = new PageRunList();
    for (let page = 0; page < 2 * pageRunsMax; page += 1) runs.add({ copies: page % 2 === 0 ? 3 : 0 });
    expect(runs.impressions).toBe(3 * pageRunsMax);
    expect(runs.pages).toBe(3 * pageRunsMax);
    expect(runs.finish()).toEqual([{ first: 1, last: 3 * pageRunsMax }]);
  });

  it('are none for no pages', () => {
    const runs = new PageRunList();
    runs.add({ colour: true }, 0);
    expect(runs.finish()).toEqual([]);
  });
});
