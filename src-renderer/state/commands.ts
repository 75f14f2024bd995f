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
  /** Why it cannot be done now, as one sentence; undefined: it can. It is listed greyed with that sentence. */
  readonly whyNot?: () => string | undefined;
  readonly run: () => void;
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
