import { create } from 'zustand';

/** Names of saved queries by their id, as far as they were read: for titles of tabs. */
export const useQueryNames = create<{ readonly names: Readonly<Record<string, string>> }>()(() => ({ names: {} }));

export const queryNamed = (id: string, name: string): void =>
  useQueryNames.setState(({ names }) => ({ names: { ...names, [id]: name } }));
