import { create } from 'zustand';
import { rpc } from '../rpc/connect.ts';

interface TagLabels {
  readonly classifications: readonly string[];
  readonly owners: readonly string[];
}

/** The classifications and owners that tags of the project have, to choose from; those of most tags first. */
export const useTagLabels = create<TagLabels>()(() => ({ classifications: [], owners: [] }));

/** Reads them; what was read before stays where it does not succeed, as before the first link. Never rejects. */
export async function readTagLabels(): Promise<void> {
  try {
    useTagLabels.setState(await rpc().catalogue.labels({}));
  } catch {
    // There is less to choose from until they are asked for again.
  }
}
