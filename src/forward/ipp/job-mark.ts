/** name(MAX) of RFC 8011 §5.1.3. */
const nameOctetsMax = 255;

/** Found again by Get-Jobs after a crash: 12 hex digits are enough for all jobs a device remembers. */
function jobMark(uuid: string): string {
  return `[platen ${uuid.replaceAll('-', '').slice(0, 12)}]`;
}

/** job-name for the device: what the person sees on its panel, then our mark. */
export function markedName(name: string, uuid: string): string {
  const mark = jobMark(uuid);
  const room = nameOctetsMax - mark.length - 1;
  const head = cutToOctets(name === '' ? 'Untitled' : name, room);
  return `${head} ${mark}`;
}

/** Anywhere: some devices put something of their own behind a name. */
export function isMarked(name: string, uuid: string): boolean {
  return name.includes(jobMark(uuid));
}

/** Never in the middle of a character: a device may refuse a name that is no UTF-8. */
export function cutToOctets(text: string, octetsMax: number): string {
  const octets = Buffer.from(text);
  if (octets.length <= octetsMax) return text;
  let end = octetsMax;
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return octets.toString('utf8', 0, end);
}
