import { signOut } from '../rpc/session.ts';
import { targetsOffered } from '../state/add-targets.ts';
import { checkTargets } from '../state/check-targets.ts';
import type { Command } from '../state/commands.ts';
import { canSplit } from '../state/editor-groups.ts';
import { firstQuestion, patternOf, questionPath } from '../state/history-questions.ts';
import {
  groupSplit,
  regionToggled,
  tabClosed,
  tabOpened,
  tabReopened,
  tabStepped,
  useLayout,
} from '../state/layout.ts';
import { paletteOpened, shortcutsShown } from '../state/palette.ts';
import { pauseToggled } from '../state/pause.ts';
import { may } from '../state/roles.ts';
import { accountShown, sessionLocked, useSession } from '../state/session.ts';
import { themeChosen, useTheme } from '../state/theme.ts';
import { addToTrend, pensAdded, trendMade, useTrends } from '../state/trends.ts';
import { watchTargets } from '../state/watch-targets.ts';
import { armToggled } from '../state/writing.ts';
import { activityChosen, activityLabels } from './ActivityBar.tsx';
import { EDIT_COMMANDS } from './edit-commands.ts';
import { findFocused } from './find-box.ts';
import { plainPages } from './pages.tsx';
import { hasProblemPlaces, problemStepped } from './problem-steps.ts';
import { focusRegion, stepRegion } from './regions.ts';
import { SELECTION_COMMANDS } from './selection-commands.ts';

const whyNoTab = (): string | undefined => (useLayout.getState().active === null ? 'No tab is open.' : undefined);
const whyNoSplit = (side: 'right' | 'down'): string | undefined =>
  whyNoTab() ?? (canSplit(useLayout.getState().editors, side) ? undefined : 'There is no room for another group.');
const whyNoProblem = (): string | undefined => (hasProblemPlaces() ? undefined : 'No problems.');

const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'palette.commands',
    title: 'Help: Show the command palette',
    keys: ['Ctrl+K', 'F1', 'Ctrl+Shift+P'],
    run: () => paletteOpened(),
  },
  { id: 'palette.open', title: 'Go: Open a device, tag or page', keys: ['Ctrl+P'], run: () => paletteOpened() },
  { id: 'help.shortcuts', title: 'Help: Show the shortcuts', keys: ['Ctrl+/'], run: shortcutsShown },
  {
    id: 'view.nextRegion',
    title: 'View: Focus the next region',
    keys: ['F6'],
    run: () => void stepRegion(1),
    runByKey: () => stepRegion(1),
  },
  {
    id: 'view.previousRegion',
    title: 'View: Focus the previous region',
    keys: ['Shift+F6'],
    run: () => void stepRegion(-1),
    runByKey: () => stepRegion(-1),
  },
  {
    id: 'view.explorer',
    title: 'View: Show or hide the explorer',
    keys: ['Ctrl+B'],
    run: () => regionToggled('explorer'),
  },
  {
    id: 'view.panel',
    title: 'View: Show or hide the panel below',
    keys: ['Ctrl+J'],
    run: () => regionToggled('panel'),
  },
  {
    id: 'view.inspector',
    title: 'View: Show or hide the inspector',
    keys: ['Ctrl+I'],
    run: () => regionToggled('inspector'),
  },
  {
    id: 'view.focusInspector',
    title: 'View: Focus the inspector',
    keys: ['F4'],
    run: () => focusRegion('inspector'),
  },
  {
    id: 'view.theme',
    title: 'View: Change between light and dark',
    run: () => themeChosen(useTheme.getState().theme === 'dark' ? 'light' : 'dark'),
  },
  ...activityLabels.map(
    (label, at): Command => ({
      id: `view.area${at + 1}`,
      title: `View: Show ${label}`,
      keys: [`Alt+Shift+${at + 1}`],
      desktopKeys: [`Ctrl+${at + 1}`],
      run: () => void activityChosen(at + 1),
    }),
  ),
];

const TAB_COMMANDS: readonly Command[] = [
  {
    id: 'tab.close',
    title: 'Tab: Close',
    keys: ['Alt+W'],
    desktopKeys: ['Ctrl+W'],
    whyNot: whyNoTab,
    run: () => tabClosed(useLayout.getState().active ?? ''),
  },
  {
    id: 'tab.reopen',
    title: 'Tab: Open the one closed last again',
    keys: ['Alt+Shift+W'],
    desktopKeys: ['Ctrl+Shift+T'],
    whyNot: () => (useLayout.getState().editors.closed.length > 0 ? undefined : 'No tab was closed.'),
    run: tabReopened,
  },
  {
    id: 'tab.split',
    title: 'Tab: Split to the right',
    keys: ['Ctrl+\\'],
    whyNot: () => whyNoSplit('right'),
    run: () => groupSplit('right'),
  },
  {
    id: 'tab.splitDown',
    title: 'Tab: Split downwards',
    whyNot: () => whyNoSplit('down'),
    run: () => groupSplit('down'),
  },
  {
    id: 'tab.next',
    title: 'Tab: Show the next one',
    keys: ['Alt+PageDown'],
    desktopKeys: ['Ctrl+Tab'],
    whyNot: whyNoTab,
    run: () => tabStepped(1),
  },
  {
    id: 'tab.previous',
    title: 'Tab: Show the previous one',
    keys: ['Alt+PageUp'],
    desktopKeys: ['Ctrl+Shift+Tab'],
    whyNot: whyNoTab,
    run: () => tabStepped(-1),
  },
  {
    id: 'tab.find',
    title: 'Tab: Filter or find',
    keys: ['Ctrl+F'],
    whyNot: whyNoTab,
    run: () => void findFocused(),
    // Where the page has no filter box, the browser's own search has the key.
    runByKey: findFocused,
  },
  {
    id: 'problem.next',
    title: 'Problem: Go to the next one',
    keys: ['F3'],
    whyNot: whyNoProblem,
    run: () => problemStepped(1, useLayout.getState().active ?? undefined),
  },
  {
    id: 'problem.previous',
    title: 'Problem: Go to the previous one',
    keys: ['Shift+F3'],
    whyNot: whyNoProblem,
    run: () => problemStepped(-1, useLayout.getState().active ?? undefined),
  },
];

const WORK_COMMANDS: readonly Command[] = [
  {
    id: 'live.pause',
    title: 'Live: Pause or resume all values on the screen',
    keys: ['Pause', 'Ctrl+Shift+L'],
    overDialogs: true,
    run: pauseToggled,
  },
  {
    id: 'writes.arm',
    title: 'Writing: Arm or disarm',
    keys: ['F8'],
    overDialogs: true,
    whyNot: () => (may('operate') ? undefined : 'Operator role needed.'),
    run: armToggled,
  },
  {
    id: 'session.lock',
    title: 'Session: Lock',
    keys: ['Ctrl+Shift+Q'],
    whyNot: () => (useSession.getState().me?.lockAfterS ? undefined : 'This session has no password to lock with.'),
    run: () => void sessionLocked().catch(() => undefined),
  },
  { id: 'session.account', title: 'Session: Show your account', run: () => accountShown(true) },
  {
    id: 'session.signOut',
    title: 'Session: Sign out',
    whyNot: () => (useSession.getState().me?.kind === 'user' ? undefined : 'Nobody signed in here.'),
    run: () => void signOut(),
  },
  { id: 'trend.new', title: 'Trend: Make a new one', run: () => tabOpened(`trend/${trendMade()}`, 'kept') },
];

/** What can be done wherever one is, in the order of the sheet of shortcuts. */
export function workbenchCommands(): readonly Command[] {
  targetsOffered('trends', (tags) => [
    { label: 'The current trend', detail: 'the one that is open', run: () => addToTrend(tags) },
    {
      label: 'A new trend',
      detail: 'trend',
      run: () => {
        const id = trendMade();
        pensAdded(id, tags);
        tabOpened(`trend/${id}`, 'kept');
      },
    },
    ...useTrends.getState().trends.map(({ id, name, pens }) => ({
      label: name,
      detail: pens.length === 1 ? 'trend, 1 pen' : `trend, ${pens.length} pens`,
      run: () => {
        pensAdded(id, tags);
        tabOpened(`trend/${id}`, 'kept');
      },
    })),
  ]);
  targetsOffered('watches', watchTargets);
  targetsOffered('checks', checkTargets);
  targetsOffered('historian', (tags) => [
    {
      label: 'A question to the historian',
      detail: 'historian',
      run: () => tabOpened(questionPath(firstQuestion(tags.map(patternOf))), 'kept'),
    },
  ]);
  const pages = plainPages().map(
    ({ path, title }): Command => ({ id: `go.${path}`, title: `Go: ${title}`, run: () => tabOpened(path, 'kept') }),
  );
  return [...VIEW_COMMANDS, ...TAB_COMMANDS, ...EDIT_COMMANDS, ...SELECTION_COMMANDS, ...WORK_COMMANDS, ...pages];
}
