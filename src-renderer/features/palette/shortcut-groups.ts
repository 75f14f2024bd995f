import { type Command, titleParts } from '../../state/commands.ts';
import { keysOf } from '../../state/keymap.ts';

export interface ShortcutLine {
  readonly id: string;
  readonly action: string;
  /** Keys that work here. */
  readonly keys: readonly string[];
  /** Keys that the desktop app has besides them. */
  readonly desktopKeys: readonly string[];
}

export interface ShortcutGroup {
  readonly category: string;
  readonly lines: readonly ShortcutLine[];
}

/** Every command that has a key, by category, in the order of first mention; of two with one id the later one. */
export function shortcutGroups(all: readonly Command[]): readonly ShortcutGroup[] {
  const groups = new Map<string, ShortcutLine[]>();
  for (const command of new Map(all.map((one) => [one.id, one])).values()) {
    const keys = keysOf(command, 'browser');
    const desktopKeys = keysOf(command, 'desktop').filter((key) => !keys.includes(key));
    if (keys.length + desktopKeys.length === 0) continue;
    const { category, action } = titleParts(command.title);
    const lines = groups.get(category) ?? [];
    groups.set(category, [...lines, { id: command.id, action, keys, desktopKeys }]);
  }
  return [...groups].map(([category, lines]) => ({ category, lines }));
}
