import type {
  HistoryAnswer,
  HistoryEstimate,
  TagStatisticsView,
} from '../../../src-shared/contract/history-explore.ts';
import { type HistoryQuestion, MAX_ASKED_ROWS } from '../../../src-shared/contract/history-question.ts';
import { sourceOf, sourceUnitUs } from '../../../src-shared/domain/bucket-width.ts';
import { conditionTest } from '../../../src-shared/domain/condition.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { askTag, isOfRollups, type TagAnswer, type TagQuestion } from '../../historian/explore/ask-tag.ts';
import { ConditionSpans } from '../../historian/explore/condition-spans.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import { lastBefore } from '../../historian/explore/nearest-samples.ts';
import { overview } from '../../historian/explore/overview.ts';
import { tagStatistics } from '../../historian/explore/tag-statistics.ts';
import type { TimeRange } from '../../historian/query.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { StoredTag } from '../storage.ts';
import { askedRange, refusalOf } from './asked-range.ts';
import { type AskedTag, type AskedTags, askedTags } from './asked-tags.ts';
import { questionSql } from './question-sql.ts';

/** An answer whose columns are still columns. */
export interface ColumnsAnswer extends Omit<HistoryAnswer, 'tags'> {
  readonly tags: readonly { readonly asked: AskedTag; readonly answer: TagAnswer }[];
}

/** Answers questions to the historian, whichever store it has. Each tag on its own, one after another. */
export class ExploreHistory {
  readonly #parts: EngineParts;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** @throws NexusError NX_HISTORY_TOO_LARGE before anything is read, NX_REQUEST_INVALID, NX_NOT_FOUND, NX_CANCELLED */
  async ask(question: HistoryQuestion, room: number, signal?: AbortSignal): Promise<ColumnsAnswer> {
    const asked = this.#tags(question);
    const nowUs = this.#parts.clock.wallUs();
    const { range, grid } = askedRange(question, room, nowUs);
    const rows = grid ? grid.buckets * asked.tags.length : await this.#points(asked, range, question.limit, signal);
    const refusal = refusalOf(rows, asked.tags.length, range);
    if (refusal) throw new NexusError('NX_HISTORY_TOO_LARGE', refusal.text, { interval: refusal.interval });
    const spans = await this.#spans(asked, range, nowUs, signal);
    const tags: ColumnsAnswer['tags'][number][] = [];
    for (const tag of asked.tags) {
      const own: TagQuestion = { ...question, range, grid, nowUs, spans, isText: isText(tag) };
      tags.push({ asked: tag, answer: await askTag(this.#source(tag.stored), own, signal) });
    }
    return { ...range, unmatched: [...asked.unmatched], tags };
  }

  async estimate(question: HistoryQuestion, room: number, signal?: AbortSignal): Promise<HistoryEstimate> {
    const asked = this.#tags(question);
    const nowUs = this.#parts.clock.wallUs();
    const { range, grid } = askedRange(question, room, nowUs);
    const count = asked.tags.length;
    const all = await this.#points(asked, range, MAX_ASKED_ROWS, signal);
    const limited = grid ? grid.buckets * count : await this.#points(asked, range, question.limit, signal);
    const spans = asked.condition ? [] : undefined;
    const own: TagQuestion = { ...question, range, grid, nowUs, spans, isText: asked.tags.every(isText) };
    const source = grid && isOfRollups(own) ? sourceOf(grid.fromUs, grid.widthUs) : 'raw';
    const returns = Math.min(all, limited);
    return {
      ...range,
      unmatched: [...asked.unmatched],
      tags: count,
      points: all,
      reads:
        source === 'raw' ? all : Math.min(all, Math.ceil((range.toUs - range.fromUs) / sourceUnitUs(source)) * count),
      returns,
      widthUs: grid?.widthUs ?? 0,
      source,
      refusal: refusalOf(limited, count, range) ?? null,
      sql: questionSql(question, asked, range, grid?.widthUs ?? 0, source, this.#parts.storage.databaseSchema),
    };
  }

  async statistics(
    question: HistoryQuestion,
    signal?: AbortSignal,
  ): Promise<TimeRange & { unmatched: string[]; tags: TagStatisticsView[] }> {
    const asked = this.#tags(question);
    const nowUs = this.#parts.clock.wallUs();
    const { range } = askedRange({ ...question, interval: 'raw' }, 1, nowUs);
    const spans = await this.#spans(asked, range, nowUs, signal);
    const tags: TagStatisticsView[] = [];
    for (const tag of asked.tags) {
      const own = { ...range, nowUs, quality: question.quality, spans, isText: isText(tag) };
      const { nearest, gaps, known, isExact, count, bad, coverage, ...numbers } = await tagStatistics(
        this.#source(tag.stored),
        own,
        signal,
      );
      const { min, max, avg, std, twa, firstUs, lastUs, uncertain } = numbers;
      tags.push({
        ...tag.view,
        known,
        isExact,
        count,
        bad,
        coverage,
        gaps: [...gaps],
        min: finite(min),
        max: finite(max),
        avg: finite(avg),
        std: finite(std),
        twa: finite(twa),
        firstUs: finite(firstUs),
        lastUs: finite(lastUs),
        uncertain: finite(uncertain),
        beforeUs: nearest.beforeUs ?? null,
        afterUs: nearest.afterUs ?? null,
      });
    }
    return { ...range, unmatched: [...asked.unmatched], tags };
  }

  #tags(question: HistoryQuestion): AskedTags {
    return askedTags(question, { directory: this.#parts.plant.directory, remote: this.#parts.remote.tags });
  }

  #source(tag: StoredTag): HistorySource {
    const { storage } = this.#parts;
    return {
      series: (range, signal) => storage.series(tag, range, signal),
      scan: (range, signal) => storage.scan(tag, range, signal),
    };
  }

  /** Points of all the tags, of each at most a limit; a limit of the most that may be asked for is none. */
  async #points({ tags }: AskedTags, range: TimeRange, limit: number, signal?: AbortSignal): Promise<number> {
    const most = limit < MAX_ASKED_ROWS ? limit : Number.POSITIVE_INFINITY;
    let sum = 0;
    for (const { stored } of tags) sum += Math.min(most, (await overview(this.#source(stored), range, signal)).points);
    return sum;
  }

  async #spans(
    { condition }: AskedTags,
    range: TimeRange,
    nowUs: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly TimeRange[] | undefined> {
    if (!condition) return undefined;
    const source = this.#source(condition.of.stored);
    const { gaps } = await overview(source, range, signal);
    const toUs = Math.min(range.toUs, Math.max(nowUs, range.fromUs));
    const spans = new ConditionSpans(conditionTest(condition), { ...range, toUs, quality: 'usable', gaps });
    const lead = await lastBefore(source, range.fromUs, signal);
    if (lead) spans.add(lead);
    for await (const piece of source.scan(range, signal)) spans.add(piece);
    return spans.finish();
  }
}

const isText = ({ view }: AskedTag): boolean => view.dataType === 'string';
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
