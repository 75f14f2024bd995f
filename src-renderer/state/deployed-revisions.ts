import { create } from 'zustand';

/** Names of the targets by the revision of this workspace that each runs, as far as it was heard. */
const useStore = create<{ readonly byRevision: ReadonlyMap<number, readonly string[]> }>()(() => ({
  byRevision: new Map(),
}));

/** Tells who runs what: by revision, the names of targets. */
export function deployedRevisionsTold(targets: readonly { readonly name: string; readonly revision: number }[]): void {
  const grouped = Map.groupBy(targets, ({ revision }) => revision);
  useStore.setState({
    byRevision: new Map([...grouped].map(([revision, of]) => [revision, of.map(({ name }) => name)])),
  });
}

export const useDeployedRevisions = (): ReadonlyMap<number, readonly string[]> =>
  useStore(({ byRevision }) => byRevision);
