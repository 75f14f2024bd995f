import { create } from 'zustand';
import { tabOpened } from './layout.ts';

/** The words that the catalogue is to be narrowed by as soon as it is open. */
export const useCatalogueRequests = create<{ readonly filter: string | undefined }>()(() => ({ filter: undefined }));

/** Opens the catalogue, narrowed by a filter. */
export function catalogueAsked(filter: string): void {
  useCatalogueRequests.setState({ filter });
  tabOpened('catalogue', 'kept');
}

export const catalogueTaken = (): void => useCatalogueRequests.setState({ filter: undefined });
