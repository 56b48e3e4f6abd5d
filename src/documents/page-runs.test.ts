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

  it('are none for no pages', () => {
    const runs = new PageRunList();
    runs.add({ colour: true }, 0);
    expect(runs.finish()).toEqual([]);
  });
});
