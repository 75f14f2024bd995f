import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from './stored.ts';

const KEY = 'nexus.theme';
const Theme = z.enum(['light', 'dark']);
export type Theme = z.output<typeof Theme>;

const systemTheme = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** The theme of this browser: what was chosen last, otherwise what the system prefers. */
export const useTheme = create<{ readonly theme: Theme }>()(() => ({ theme: readStored(KEY, Theme) ?? systemTheme() }));

const show = (theme: Theme): void => {
  document.documentElement.dataset['theme'] = theme;
};
show(useTheme.getState().theme);

export function themeChosen(theme: Theme): void {
  writeStored(KEY, theme);
  show(theme);
  useTheme.setState({ theme });
}
