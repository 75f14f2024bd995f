import { create } from 'zustand';
import type { TrendEntry } from '../../src-shared/contract/trends.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { tabOpened } from './layout.ts';
import { contentOf, isEdited, type Trend, trendKept, trendRemoved, trendTaken, useTrends } from './trends.ts';

/** The trends that the project keeps, as they are listed. What is open of them stands in `useTrends`. */
export const useProjectTrends = create<{ readonly list: readonly TrendEntry[]; readonly reason: string }>()(() => ({
  list: [],
  reason: '',
}));

/** Reads the list, and anew every trend that is here and was not edited. Never rejects. */
export async function readProjectTrends(): Promise<void> {
  try {
    const list = await rpc().trends.list({});
    useProjectTrends.setState({ list, reason: '' });
    const kept = useTrends.getState().trends.filter((trend) => trend.kept && !isEdited(trend));
    await Promise.all(
      kept.map(async ({ id, kept: { id: known } = { id: '' } }) => {
        const found = list.find((entry) => entry.id === known && entry.fault === null);
        if (found) trendTaken(id, await rpc().trends.get({ id: known }));
      }),
    );
  } catch (error) {
    useProjectTrends.setState({ reason: toNexusError(error).text });
  }
}

/** The trend of this browser that is a trend of the project, if it was opened here before. */
const openedOf = (id: string): Trend | undefined => useTrends.getState().trends.find(({ kept }) => kept?.id === id);

/** Opens a trend of the project; edits that this browser has of it stay. @throws NexusError as the gateway says. */
export async function openProjectTrend(id: string, how: 'preview' | 'kept'): Promise<void> {
  const opened = openedOf(id);
  const local = opened && isEdited(opened) ? opened.id : trendTaken(opened?.id, await rpc().trends.get({ id }));
  tabOpened(`trend/${local}`, how);
}

/**
 * Keeps a trend in the project. Where it came from there, that one is replaced.
 *
 * @throws NexusError NX_CONFIG_CONFLICT where somebody else saved it meanwhile or has one of that name.
 */
export async function keepTrend(trend: Trend, id: string, name: string): Promise<void> {
  const base = trend.kept?.id === id ? trend.kept.version : null;
  const content = { ...contentOf(trend), name };
  const { version } = await rpc().trends.save({ ...content, id, base });
  trendKept(trend.id, { id, name, version });
}

/** Deletes a trend here, and in the project where it is kept there. @throws NexusError as the gateway says. */
export async function deleteTrend(trend: Trend): Promise<void> {
  if (trend.kept) await rpc().trends.remove({ id: trend.kept.id });
  trendRemoved(trend.id);
}
