import { type Command, useCommands } from '../state/commands.ts';
import { chordsOf } from '../state/key-chord.ts';
import { keysOf } from '../state/keymap.ts';

/**
 * Runs the commands of keys, for as long as the page lives (ux 2.4). AltGr is a character on many keyboards and never a
 * command; so is a single letter, which belongs to the component that has the focus.
 */
export function takeShortcuts(): void {
  window.addEventListener('keydown', (event) => {
    if (event.getModifierState('AltGraph') || event.isComposing || event.defaultPrevented) return;
    const found = commandsOfKey(chordsOf(event), useCommands.getState().all, keyFocus());
    if (found.length > 0 && runByKey(found) === 'taken') event.preventDefault();
  });
}

/** Where a key goes: into a text field, over a dialog, or neither. */
interface KeyFocus {
  readonly inText: boolean;
  readonly overDialog: boolean;
}

/** The commands that a key may mean, the one that has it first: it was registered last. */
export function commandsOfKey(
  chords: readonly string[],
  all: readonly Command[],
  { inText, overDialog }: KeyFocus,
): readonly Command[] {
  for (const chord of chords) {
    // A character without Ctrl or Alt is typed, whatever a keymap says.
    if (chord.length === 1) continue;
    const having = all.filter(
      (command) =>
        keysOf(command).includes(chord) &&
        !(inText && command.leavesText) &&
        (!overDialog || command.overDialogs === true),
    );
    if (having.length > 0) return having.toReversed();
  }
  return [];
}

/** The first that can be done now has the key; where none can, the key does nothing, and the browser does not have it either. */
function runByKey(commands: readonly Command[]): 'taken' | 'left' {
  const command = commands.find((one) => one.whyNot?.() === undefined);
  if (command?.runByKey) return command.runByKey();
  command?.run();
  return 'taken';
}

function keyFocus(): KeyFocus {
  const focused = document.activeElement;
  return {
    inText: focused instanceof HTMLElement && (focused.matches(TEXT_FIELD) || focused.isContentEditable),
    overDialog: document.querySelector('dialog[open]') !== null,
  };
}

const TEXT_FIELD = 'textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"], [type="range"])';
