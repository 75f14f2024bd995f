import { isoIn } from '../../../src-shared/domain/iso-in-zone.ts';
import type { TimeView } from '../../charts/time-view.ts';
import { firstQuestion, ownTimeZone, patternOf, questionPath } from '../../state/history-questions.ts';
import type { TagRef } from '../../state/tags.ts';

/** The page that asks the historian for what a trend shows: its tags, and its window. */
export function pathOfQuestion(pens: readonly TagRef[], view: TimeView): string {
  const question = firstQuestion(pens.map(patternOf));
  if (view.mode === 'follow')
    return questionPath({ ...question, from: `now-${Math.round(view.spanUs / 1e6)}s`, to: 'now' });
  const clock = isoIn(ownTimeZone());
  return questionPath({ ...question, from: clock(Math.floor(view.fromUs)), to: clock(Math.ceil(view.toUs)) });
}
