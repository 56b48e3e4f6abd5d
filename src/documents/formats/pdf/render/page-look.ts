import type { Ink } from '../../../../model/page-count.ts';
import { castMax } from '../../pixel-colour.ts';
import type { Picture } from './rendering.ts';

/** Channels from here on are paper: an almost white that no printer marks. */
const whiteMin = 250;

/** What pixels say of a page. */
export interface PageLook {
  readonly colour: boolean;
  readonly blank: boolean;
}

/** One pixel whose channels differ by more than a cast makes a page colour; one that is not white, not blank. */
export function lookAt({ octets, width, height }: Picture): PageLook {
  let blank = true;
  for (let at = 0; at < width * height * 4; at += 4) {
    const blue = octets[at] ?? 0;
    const green = octets[at + 1] ?? 0;
    const red = octets[at + 2] ?? 0;
    const low = Math.min(blue, green, red);
    if (low >= whiteMin) continue;
    blank = false;
    if (Math.max(blue, green, red) - low > castMax) return { colour: true, blank };
  }
  return { colour: false, blank };
}

/** Ink of a page in percent of its area: what is common to all three channels is black, as printers replace it. */
export function inkOf({ octets, width, height }: Picture): Ink {
  let cyan = 0;
  let magenta = 0;
  let yellow = 0;
  let black = 0;
  for (let at = 0; at < width * height * 4; at += 4) {
    const blue = octets[at] ?? 0;
    const green = octets[at + 1] ?? 0;
    const red = octets[at + 2] ?? 0;
    const most = Math.max(blue, green, red);
    cyan += most - red;
    magenta += most - green;
    yellow += most - blue;
    black += 255 - most;
  }
  const percent = (sum: number): number => Math.round((sum / (width * height * 255)) * 10_000) / 100;
  return [percent(cyan), percent(magenta), percent(yellow), percent(black)];
}
