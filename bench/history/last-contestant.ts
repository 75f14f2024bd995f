/* Opens the historian, and asks it for the last value of every tag. */

import { startLogAndHistorian, TEST_PROJECT } from '../../src-main/historian/log-and-historian.ts';
import { contestantInput, finish } from '../contestant.ts';
import type { LastOrder, LastWork } from './last-order.ts';
import { namesOf } from './point-source.ts';
import { timed } from './timed.ts';

const { folder, source, url, repeats } = contestantInput<LastOrder>();
const tagUids = namesOf(source).tags.map(([, uid]) => uid);
const startedMs = performance.now();
const { historian } = await startLogAndHistorian(folder, url === undefined ? {} : { historian: { database: { url } } });
let answer = await historian.last({ projectUid: TEST_PROJECT, tagUids: tagUids.slice(0, 1) });
const openedMs = performance.now() - startedMs;
const lastMs = await timed(repeats, async () => {
  answer = await historian.last({ projectUid: TEST_PROJECT, tagUids });
});
const found = answer.timeUs.reduce((sum, time) => sum + (Number.isNaN(time) ? 0 : 1), 0);
finish({ openedMs, lastMs, found } satisfies LastWork);
