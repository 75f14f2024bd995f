/** What names the object of a call and says what it may: no password and no key goes under these names. */
const TELLING = ['id', 'user', 'name', 'roles', 'scope', 'permissions'];

/** Of an input that carries a password or a key, what may be kept of it. */
export function tellingInput(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return undefined;
  const kept = Object.entries(input).filter(([name]) => TELLING.includes(name));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
