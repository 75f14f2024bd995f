import { penRecorder, type RecordedTag } from '../charts/pen-recorder.ts';
import { useLayout } from '../state/layout.ts';
import { findTag, useTags, wantTags } from '../state/tags.ts';
import { openTrends, useTrends } from '../state/trends.ts';

/** Nothing tells how often another gateway publishes: there is room for four values a second. */
const REMOTE_MS = 250;

/** Records the pens of all open trends for as long as the page lives; reads the tag lists that they need. */
export function recordPens(): void {
  let before = '';
  const update = (): void => {
    const open = openTrends();
    const pens = useTrends
      .getState()
      .trends.filter((trend) => open.includes(trend.id))
      .flatMap((trend) => trend.pens);
    const tags = pens.flatMap((pen): RecordedTag[] => {
      const tag = findTag(pen);
      return tag
        ? [
            {
              uid: tag.uid,
              index: tag.index,
              pollIntervalMs: tag.remote ? REMOTE_MS : (tag.bounds?.fastestMs ?? tag.pollIntervalMs),
            },
          ]
        : [];
    });
    const now = tags.map((tag) => `${tag.uid}:${tag.index}`).join();
    if (now !== before) penRecorder.record(tags);
    before = now;
  };
  useTags.subscribe(update);
  useTrends.subscribe(update);
  useLayout.subscribe(update);
  update();
}

/** Asks for the tags of every pen of every open trend; call it once the gateway is there. */
export function wantPens(): void {
  const open = openTrends();
  for (const trend of useTrends.getState().trends) {
    if (open.includes(trend.id)) for (const pen of trend.pens) wantTags(pen.device);
  }
}
