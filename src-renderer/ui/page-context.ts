import { createContext, useContext, useEffect } from 'react';
import { type Command, commandsAdded } from '../state/commands.ts';

/** Where a page stands: the path of its tab, and whether it is the page that keys go to. */
export interface PagePlace {
  readonly path: string;
  readonly isActive: boolean;
}

export const PageContext = createContext<PagePlace>({ path: '', isActive: false });

/** The tab that a component is part of. */
export const usePage = (): PagePlace => useContext(PageContext);

/** Adds the commands of a page while it is the active one. `commands` is kept stable by the caller (useMemo). */
export function usePageCommands(commands: readonly Command[]): void {
  const { isActive } = usePage();
  useEffect(() => (isActive ? commandsAdded(commands) : undefined), [isActive, commands]);
}
