/** What a pattern is held against. */
export interface NamedTag {
  readonly device: string;
  readonly tag: string;
  readonly topic: string;
}

/**
 * A test for tags by a pattern: `boiler-1/steam_pressure` or a topic, with `+` for one level, `#` at the end for all
 * that follow, and `*` for any characters of a level.
 */
export function tagPattern(pattern: string): (tag: NamedTag) => boolean {
  const levels = pattern.trim().split('/').map(levelTest);
  return ({ device, tag, topic }) => matches(levels, `${device}/${tag}`) || matches(levels, topic);
}

type LevelTest = 'rest' | ((level: string) => boolean);

function levelTest(level: string): LevelTest {
  if (level === '#') return 'rest';
  if (level === '+') return () => true;
  if (!level.includes('*')) return (other) => other === level;
  const [head = '', ...rest] = level.split('*');
  const tail = rest.pop() ?? '';
  return (other) => {
    if (!other.startsWith(head) || !other.endsWith(tail)) return false;
    // The first place of each part is as good as any other, so that no combinations need be tried.
    let at = head.length;
    for (const part of rest) {
      const found = other.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at + tail.length <= other.length;
  };
}

function matches(tests: readonly LevelTest[], path: string): boolean {
  const levels = path.split('/');
  for (const [at, test] of tests.entries()) {
    if (test === 'rest') return true;
    const level = levels[at];
    if (level === undefined || !test(level)) return false;
  }
  return tests.length === levels.length;
}
