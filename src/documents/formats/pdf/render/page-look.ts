import type { Ink } from '../../../../model/page-count.ts';
import { InkMeter } from '../../pixels/ink-meter.ts';
import { castMax } from '../../pixels/pixel-colour.ts';
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

/** The ink of a page. */
export function inkOf({ octets, width, height }: Picture): Ink {
  const meter = new InkMeter();
  for (let at = 0; at < width * height * 4; at += 4) {
    meter.add(octets[at + 2] ?? 0, octets[at + 1] ?? 0, octets[at] ?? 0);
  }
  return meter.of(width * height);
}
