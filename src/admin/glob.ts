/** Whether a name is a pattern: `*` stands for any characters, `?` for one. */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/** Whether a name matches one of the patterns; no patterns match everything. */
export function matcherOf(patterns: readonly string[] | undefined): (name: string) => boolean {
  if (patterns === undefined || patterns.length === 0) return () => true;
  return (name) => patterns.some((pattern) => matches(Array.from(pattern), Array.from(name)));
}

/**
 * Goes back to the last `*` only: quadratic at worst, where a regular expression of many stars is exponential.
 * Code points are compared, so that `?` is one character of any script.
 */
function matches(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let index = 0; index < name.length; ) {
    if (pattern[at] === '*') {
      star = at;
      resumeAt = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      resumeAt += 1;
      at = star + 1;
      index = resumeAt;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((character) => character === '*');
}
