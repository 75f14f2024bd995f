/** What of a key press makes its chord; a KeyboardEvent is one. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

const ORDER = ['Ctrl', 'Alt', 'Shift'] as const;
const WRITTEN: Readonly<Record<string, string>> = { ' ': 'Space', '+': 'Plus' };

/**
 * The chords that a key press can mean, the plainest first: `Ctrl+Shift+A`. On keyboards where `/` needs Shift,
 * Ctrl+Shift+7 is also `Ctrl+/`. With Cmd in the place of Ctrl on a Mac.
 */
export function chordsOf(press: KeyPress, platform = globalThis.navigator?.platform ?? ''): readonly string[] {
  const isCtrl = press.ctrlKey || (platform.startsWith('Mac') && press.metaKey);
  const chord = (key: string, shift: boolean): string =>
    [isCtrl ? 'Ctrl' : '', press.altKey ? 'Alt' : '', shift ? 'Shift' : '', WRITTEN[key] ?? key]
      .filter(Boolean)
      .join('+');
  // With Shift, a digit key gives another character on each keyboard: the key itself is meant.
  const digit = /^Digit(\d)$/.exec(press.code)?.[1];
  const plain = chord(digit ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key), press.shiftKey);
  const isSymbol = press.key.length === 1 && !/[\p{L}\p{N} ]/u.test(press.key);
  return isSymbol && press.shiftKey ? [plain, chord(press.key, false)] : [plain];
}

/**
 * A chord as it is written everywhere: `shift+ctrl+a` → `Ctrl+Shift+A`; undefined where it can be no key of a command.
 * A character alone or with Shift belongs to whatever is typed into; Ctrl+Alt is AltGr on many keyboards.
 */
export function normalChord(text: string): string | undefined {
  const parts = text.split('+').map((part) => part.trim());
  const key = parts.pop() ?? '';
  const has = (name: string): boolean => parts.some((part) => part.toLowerCase() === name.toLowerCase());
  const isKnown = parts.every((part) => ORDER.some((name) => name.toLowerCase() === part.toLowerCase()));
  if (key === '' || !isKnown || (has('Ctrl') && has('Alt'))) return undefined;
  const isCharacter = key.length === 1 || key === 'Space' || key === 'Plus';
  if (isCharacter && !has('Ctrl') && !has('Alt')) return undefined;
  return [...ORDER.filter(has), key.length === 1 ? key.toUpperCase() : key].join('+');
}
