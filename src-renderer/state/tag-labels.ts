import { create } from 'zustand';
import { rpc } from '../rpc/connect.ts';

interface TagLabels {
  readonly classifications: readonly string[];
  readonly owners: readonly string[];
}

/** The classifications and owners that tags of the project have, to choose from; those of most tags first. */
export const useTagLabels = create<TagLabels>()(() => ({ classifications: [], owners: [] }));

/** Reads them; what was read before stays where it does not succeed. */
export async function readTagLabels(): Promise<void> {
  await rpc()
    .catalogue.labels({})
    .then(
      (labels) => useTagLabels.setState(labels),
      () => undefined,
    );
}
