import { type Command, titleParts } from '../../state/commands.ts';
import { conflictsOf, keysOf } from '../../state/keymap.ts';
import { matchesWords } from '../../ui/filter-words.ts';

/** A command in the table of keys. */
export interface KeyboardLine {
  readonly id: string;
  readonly title: string;
  /** Those that work here; the first is shown everywhere. */
  readonly keys: readonly string[];
  /** Somebody chose them in the place of the given ones. */
  readonly isModified: boolean;
  /** `Ctrl+B is also Workbench: Toggle explorer`, one each. */
  readonly conflicts: readonly string[];
}

/** The commands that hold every word of a search, by title; of two with one id the later one has its keys. */
export function keyboardLines(
  all: readonly Command[],
  chosen: Readonly<Record<string, readonly string[]>>,
  words: string,
): readonly KeyboardLine[] {
  return [...new Map(all.map((command) => [command.id, command])).values()]
    .map((command): KeyboardLine => {
      const keys = keysOf(command);
      const isModified = chosen[command.id] !== undefined;
      return {
        id: command.id,
        title: command.title,
        keys,
        isModified,
        conflicts: isModified ? conflicts(keys, command.id) : [],
      };
    })
    .filter(({ id, title, keys }) => matchesWords(['keyboard shortcuts', id, title, ...keys].join(' '), words))
    .toSorted((a, b) => compare(a.title, b.title));
}

/** A page may have a key of the workbench on purpose: only keys that somebody chose are told. */
function conflicts(keys: readonly string[], id: string): readonly string[] {
  return conflictsOf(keys, id).flatMap(({ key, commands }) =>
    [...new Set(commands.map(({ title }) => title))].map((title) => `${key} is also “${title}”.`),
  );
}

function compare(a: string, b: string): number {
  const [one, two] = [titleParts(a), titleParts(b)];
  return one.category.localeCompare(two.category) || one.action.localeCompare(two.action);
}
