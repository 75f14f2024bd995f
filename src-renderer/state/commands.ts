import { create } from 'zustand';

/** Something a person can do, with one name everywhere: palette, menus, keys, the sheet of shortcuts. */
export interface Command {
  /** `trend.addSelected`: stable, for settings and tests. */
  readonly id: string;
  /** “Category: Verb object”, as the palette lists it. */
  readonly title: string;
  /** Keys that work in a browser and in the desktop app: `Ctrl+Shift+A`. The first one is shown. */
  readonly keys?: readonly string[];
  /** Keys that a browser keeps for itself; taken in the desktop app only. Never without one of `keys`. */
  readonly desktopKeys?: readonly string[];
  /** While a text field has the focus, its keys are the field's: undo and redo. */
  readonly leavesText?: true;
  /** Its keys work over a dialog too; those of all other commands wait until it is closed. */
  readonly overDialogs?: true;
  /** Why it cannot be done now, as one sentence; undefined: it can. It is listed greyed with that sentence. */
  readonly whyNot?: () => string | undefined;
  readonly run: () => void;
  /** What its keys do, where that is not just `run`: `left` leaves the key to the browser. */
  readonly runByKey?: () => 'taken' | 'left';
}

/** What can be done now; of two commands with the same key the later one has it: a page before the workbench. */
export const useCommands = create<{ readonly all: readonly Command[] }>()(() => ({ all: [] }));

/** Adds commands until the returned function is called. */
export function commandsAdded(commands: readonly Command[]): () => void {
  useCommands.setState(({ all }) => ({ all: [...all, ...commands] }));
  return () => useCommands.setState(({ all }) => ({ all: all.filter((command) => !commands.includes(command)) }));
}

/** Runs a command unless something speaks against it. @returns whether it ran. */
export function runCommand(command: Command): boolean {
  if (command.whyNot?.() !== undefined) return false;
  command.run();
  return true;
}

/** `Trend: Add selected tags` → `Trend` and `Add selected tags`; a title without a category belongs to the workbench. */
export function titleParts(title: string): { readonly category: string; readonly action: string } {
  const at = title.indexOf(': ');
  return at < 0
    ? { category: 'Workbench', action: title }
    : { category: title.slice(0, at), action: title.slice(at + 2) };
}
