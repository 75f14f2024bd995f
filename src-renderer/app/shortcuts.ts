import { regionToggled, tabClosed, tabStepped, useLayout } from '../state/layout.ts';
import { pauseToggled } from '../state/pause.ts';
import { useSelection } from '../state/selection.ts';
import { addToTrend } from '../state/trends.ts';
import { armToggled } from '../state/writing.ts';
import { activityChosen } from './ActivityBar.tsx';
import { stepRegion } from './regions.ts';

/**
 * The keys that work everywhere (ux 2.4). Keys that a browser keeps for itself have no place here; AltGr is a
 * character on many keyboards and never a command.
 */
export function takeShortcuts(): void {
  window.addEventListener('keydown', (event) => {
    if (event.getModifierState('AltGraph') || event.defaultPrevented) return;
    const action = ACTIONS[chord(event)];
    if (action?.(event) === 'taken') event.preventDefault();
  });
}

function chord(event: KeyboardEvent): string {
  const modifiers = [event.ctrlKey ? 'Ctrl+' : '', event.altKey ? 'Alt+' : '', event.shiftKey ? 'Shift+' : ''].join('');
  // With Shift, a digit key gives another character on each keyboard: the key itself is meant.
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  return modifiers + (digit ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key));
}

type Action = (event: KeyboardEvent) => 'taken' | 'left';

const taken =
  (action: () => void): Action =>
  () => {
    action();
    return 'taken';
  };

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const chosen = (number: number): 'taken' | 'left' => (activityChosen(number) ? 'taken' : 'left');

const ACTIONS: Readonly<Record<string, Action>> = {
  F6: () => stepRegion(1),
  'Shift+F6': () => stepRegion(-1),
  F8: taken(armToggled),
  'Ctrl+B': taken(() => regionToggled('explorer')),
  'Ctrl+I': taken(() => regionToggled('inspector')),
  'Alt+W': taken(() => {
    const { active } = useLayout.getState();
    if (active !== null) tabClosed(active);
  }),
  'Alt+PageDown': taken(() => tabStepped(1)),
  'Alt+PageUp': taken(() => tabStepped(-1)),
  'Ctrl+Shift+L': taken(pauseToggled),
  Pause: taken(pauseToggled),
  ...Object.fromEntries(NUMBERS.map((number) => [`Alt+Shift+${number}`, () => chosen(number)])),
  'Ctrl+Shift+A': () => {
    const { selection } = useSelection.getState();
    if (selection.kind !== 'tags') return 'left';
    addToTrend(selection.tags);
    return 'taken';
  },
};
