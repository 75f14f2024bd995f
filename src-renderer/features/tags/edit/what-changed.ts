import { rpc } from '../../../rpc/connect.ts';

/**
 * What others changed in a device from one revision to another, as one or two sentences; null: nothing.
 * @throws NexusError when the gateway does not answer.
 */
export async function whatChanged(device: string, from: number, to: number): Promise<string | null> {
  const { revisions } = await rpc().config.revisions({});
  const newer = revisions.filter(({ revision }) => revision > from && revision <= to);
  const who = [...new Set(newer.map(({ author }) => author))].join(', ');
  const by = who === '' ? '' : ` by ${who}`;
  if (!revisions.some(({ revision }) => revision === from))
    return `The project is at revision ${to}${by}, and revision ${from}, which these edits were made over, is no longer kept.`;
  const diff = await rpc().config.diff({ from, to });
  const own = diff.devicesChanged.find(({ id }) => id === device);
  if (!own) return null;
  const counts = [
    counted(own.tagsChanged.length, 'changed'),
    counted(own.tagsAdded.length, 'added'),
    counted(own.tagsRemoved.length, 'removed'),
  ].filter((text) => text !== '');
  if (counts.length === 0) return null;
  const comment = newer[0]?.comment ? ` (“${newer[0].comment}”)` : '';
  return `Revision ${to}${by}${comment} ${counts.join(', ')} of this device after you began.`;
}

const counted = (count: number, word: string): string =>
  count === 0 ? '' : `${word} ${count} ${count === 1 ? 'tag' : 'tags'}`;
