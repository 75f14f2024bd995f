import { z } from 'zod';
import { create } from 'zustand';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { type Command, useCommands } from './commands.ts';
import { normalChord } from './key-chord.ts';
import { readStored, writeStored } from './stored.ts';

const KEY = 'nexus.keymap';
/** Chosen keys by the id of their command; an empty list: it has no key. */
const Keymap = z.record(z.string(), z.array(z.string()).max(8));
type Keymap = z.output<typeof Keymap>;

/** The keys that the person at this browser chose; of all other commands the given ones hold. */
export const useKeymap = create<{ readonly chosen: Keymap }>()(() => ({ chosen: readStored(KEY, Keymap) ?? {} }));
useKeymap.subscribe(({ chosen }) => writeStored(KEY, chosen));

/** Whether the keys that browsers keep for themselves reach this page. */
export const isDesktop = (): boolean => typeof window !== 'undefined' && window.nexusShell !== undefined;

type Keyed = Pick<Command, 'id' | 'keys' | 'desktopKeys'>;

/** The keys that run a command here and now; chosen ones take the place of all given ones. The first one is shown. */
export function keysOf(
  command: Keyed,
  where: 'browser' | 'desktop' = isDesktop() ? 'desktop' : 'browser',
): readonly string[] {
  const chosen = useKeymap.getState().chosen[command.id];
  if (chosen) return chosen;
  return [...(command.keys ?? []), ...(where === 'desktop' ? (command.desktopKeys ?? []) : [])];
}

/**
 * Gives a command other keys.
 * @throws NexusError NX_REQUEST_INVALID when one of them can be no key of a command.
 */
export function keysChosen(id: string, keys: readonly string[]): void {
  const normal = keys.map(required);
  useKeymap.setState(({ chosen }) => ({ chosen: { ...chosen, [id]: normal } }));
}

/** Gives a command its own keys back. */
export function keysReset(id: string): void {
  useKeymap.setState(({ chosen: { [id]: _before, ...chosen } }) => ({ chosen }));
}

export interface KeyConflict {
  readonly key: string;
  /** The commands that have this key now. */
  readonly commands: readonly Command[];
}

/** Which commands, other than `id`, have one of these keys: by name, for whoever chooses keys. */
export function conflictsOf(keys: readonly string[], id?: string): readonly KeyConflict[] {
  const { all } = useCommands.getState();
  return keys.flatMap((typed) => {
    const key = normalChord(typed) ?? typed;
    const commands = all.filter((command) => command.id !== id && keysOf(command, 'desktop').includes(key));
    return commands.length > 0 ? [{ key, commands }] : [];
  });
}

/** What was chosen, as a file. */
export const keymapAsJson = (): string => `${JSON.stringify(useKeymap.getState().chosen, null, 2)}\n`;

/**
 * Takes the keys of such a file in the place of what was chosen here.
 * @throws NexusError NX_REQUEST_INVALID when it is no such file; nothing is changed then.
 */
export function keymapTaken(json: string): void {
  const read = Keymap.safeParse(parsed(json));
  if (!read.success) {
    throw new NexusError(
      'NX_REQUEST_INVALID',
      'This is no keymap. It is a JSON object of lists of keys by command id.',
    );
  }
  const entries = Object.entries(read.data).map(([id, keys]) => [id, keys.map(required)] as const);
  useKeymap.setState({ chosen: Object.fromEntries(entries) });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function required(text: string): string {
  const chord = normalChord(text);
  if (chord !== undefined) return chord;
  throw new NexusError(
    'NX_REQUEST_INVALID',
    `“${text}” can be no key of a command. Use Ctrl or Alt with a key, or a function key; Ctrl+Alt is AltGr.`,
  );
}
