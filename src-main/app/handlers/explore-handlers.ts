import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { encodeColumnsFrame } from '../../../src-shared/contract/data-plane.ts';
import type { AskedTagView, HistoryAnswer } from '../../../src-shared/contract/history-explore.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { type ColumnsAnswer, ExploreHistory } from '../history/explore-history.ts';

/** Numbers of an answer without a frame: above this a caller is pointed to buckets. */
const MAX_PLAIN_NUMBERS = 500_000;

/** Questions about several tags, answered as columns. */
export function exploreHandlers(
  parts: EngineParts,
): Pick<NexusHandlers<Call>['history'], 'ask' | 'estimate' | 'statistics'> {
  const explore = new ExploreHistory(parts);
  return {
    async ask({ frame, buckets, ...question }, call) {
      if (frame !== undefined && !call.dataPlane)
        throw new NexusError('NX_REQUEST_INVALID', 'Frames need a socket. Connect to /rpc, or leave “frame” out.');
      const answer = await explore.ask(question, buckets, call.signal);
      if (frame === undefined) return plain(answer);
      call.dataPlane!.send(
        encodeColumnsFrame(
          frame,
          answer.tags.flatMap(({ answer: one }) => one.columns.map(({ values }) => values)),
        ),
      );
      return { ...answer, tags: views(answer) };
    },
    estimate: ({ buckets, ...question }, call) => explore.estimate(question, buckets, call.signal),
    statistics: (question, call) => explore.statistics(question, call.signal),
  };
}

function views({ tags }: ColumnsAnswer): AskedTagView[] {
  let at = 0;
  return tags.map(({ asked, answer }) => {
    const { columns, texts, source, widthUs, gaps, known, rawFromUs, isCut } = answer;
    const rows = columns[0]!.values.length;
    const view: AskedTagView = {
      ...asked.view,
      rows,
      columns: columns.map(({ name }) => name),
      at,
      texts: [...texts],
      source,
      widthUs,
      gaps: [...gaps],
      known,
      rawFromUs: rawFromUs ?? null,
      isCut,
    };
    at += rows * columns.length;
    return view;
  });
}

function plain(answer: ColumnsAnswer): HistoryAnswer {
  const shown = views(answer);
  const numbers = shown.reduce((sum, { rows, columns }) => sum + rows * columns.length, 0);
  if (numbers > MAX_PLAIN_NUMBERS) {
    const text = `This answer has ${numbers.toLocaleString('en')} numbers; without a frame the limit is ${MAX_PLAIN_NUMBERS.toLocaleString('en')}. Use a longer interval, fewer tags or a limit.`;
    throw new NexusError('NX_HISTORY_TOO_LARGE', text, { numbers });
  }
  const listed = (column: Float64Array): (number | null)[] =>
    Array.from(column, (one) => (Number.isFinite(one) ? one : null));
  const tags = shown.map((view, at) => ({
    ...view,
    values: answer.tags[at]!.answer.columns.map(({ values }) => listed(values)),
  }));
  return { ...answer, tags };
}
