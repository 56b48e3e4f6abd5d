/** For the sentences that people read. */
export function impressionsInWords(count: number): string {
  return count === 1 ? '1 impression' : `${count} impressions`;
}
