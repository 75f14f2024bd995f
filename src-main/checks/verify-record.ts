import type { CheckBundle, CheckChain } from '../../src-shared/contract/check-bundle.ts';
import type { ChainBreak } from './chain.ts';
import { parseEvent } from './check-event.ts';
import { readRecord } from './check-record.ts';

/** What an exported bundle says of the record that it was made from. */
export type Checkpoint = Pick<CheckBundle, 'chain' | 'entries'>;

/**
 * Reads the record of a folder and names every entry that is not as it was written, with what earlier starts found
 * missing. Nothing is changed, and an engine may run.
 * @param checkpoint a bundle that was exported before: it shows also a record that was written anew with right hashes.
 */
export async function verifyRecord(folder: string, checkpoint?: Checkpoint): Promise<CheckChain> {
  const { entries, breaks, head } = await readRecord(folder);
  const noted: ChainBreak[] = [];
  for (const { text } of entries) {
    const event = parseEvent(text);
    if (event?.kind === 'found_broken') noted.push({ entry: event.entry, text: event.text });
  }
  const fresh = breaks.filter(({ text }) => !noted.some((one) => one.text === text));
  const hashes = new Map(entries.map(({ entry, hash }) => [entry, hash]));
  const known = [...(checkpoint?.entries ?? []), ...lastOf(checkpoint)];
  const others = known
    .filter(({ entry, hash }) => hashes.get(entry) !== hash)
    .map(({ entry }) => ({ entry, text: 'It is not the entry that was exported.' }));
  const all = [...noted, ...fresh, ...others].toSorted((a, b) => a.entry - b.entry);
  const unlike = all.filter(
    ({ entry, text }, at) => all.findIndex((one) => one.entry === entry && one.text === text) === at,
  );
  return { entries: head.entry, hash: head.hash, breaks: unlike };
}

const lastOf = (checkpoint: Checkpoint | undefined): readonly { readonly entry: number; readonly hash: string }[] =>
  checkpoint && checkpoint.chain.entries > 0 ? [{ entry: checkpoint.chain.entries, hash: checkpoint.chain.hash }] : [];
