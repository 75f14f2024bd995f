import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from './stored.ts';

const KEY = 'nexus.theme';
export const ThemeChoice = z.enum(['light', 'dark', 'system']);
export type ThemeChoice = z.output<typeof ThemeChoice>;
export type Theme = Exclude<ThemeChoice, 'system'>;

const system = matchMedia('(prefers-color-scheme: dark)');
const shownFor = (choice: ThemeChoice): Theme => (choice === 'system' ? (system.matches ? 'dark' : 'light') : choice);

const first = readStored(KEY, ThemeChoice) ?? 'system';

/** The theme of this browser: what was chosen last; unless that is one of the two, what the system prefers now. */
export const useTheme = create<{ readonly choice: ThemeChoice; readonly theme: Theme }>()(() => ({
  choice: first,
  theme: shownFor(first),
}));

const show = ({ theme }: { readonly theme: Theme }): void => {
  document.documentElement.dataset['theme'] = theme;
};
show(useTheme.getState());
useTheme.subscribe(show);
system.addEventListener('change', () => {
  const { choice } = useTheme.getState();
  useTheme.setState({ theme: shownFor(choice) });
});

export function themeChosen(choice: ThemeChoice): void {
  writeStored(KEY, choice);
  useTheme.setState({ choice, theme: shownFor(choice) });
}
