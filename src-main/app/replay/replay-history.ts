import type { ReplayResult, ReplayRow } from '../../../src-shared/contract/replay.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import type { TimeRange } from '../../historian/query.ts';
import { QueryTurn } from '../../historian/query-turn.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { StoredTag } from '../storage.ts';
import { derivedRow } from './derived-row.ts';
import { comparedRow, untoldRow } from './finding-words.ts';
import { replayMadeTags } from './replay-made-tags.ts';
import { dataTypeOf, type PlannedTag, type ReplayPlan, type TagPair } from './replay-plan.ts';
import { ALWAYS, replayReadTag } from './replay-read-tag.ts';
import type { RuleSpans } from './rule-spans.ts';
import { summaryOf } from './summary-of.ts';
import { TagFindings } from './tag-findings.ts';
import { TagReplay } from './tag-replay.ts';

export interface ReplayWork {
  readonly clock: Clock;
  readonly source: (tag: StoredTag) => HistorySource;
  readonly signal: AbortSignal;
  readonly progress: (share: number | null, text: string) => void;
  /** Points of inputs of calculated tags in memory at once, about; 5,000 or more unless given. */
  readonly rowsAtOnce?: number | undefined;
}

/** Rows of tags that do not differ are told until there are so many in all. */
const MOST_ROWS = 5_000;

/** Replays a range of history through what two configurations do otherwise. */
export async function replayHistory(
  plan: ReplayPlan,
  spans: RuleSpans,
  range: TimeRange,
  { clock, source, signal, progress, rowsAtOnce }: ReplayWork,
): Promise<Omit<ReplayResult, 'before' | 'after'>> {
  const turn = new QueryTurn(() => clock.monoMs(), signal);
  const { told, lost, added, inputs } = knownMaking(plan);
  const steps = plan.read.length + inputs.length;
  let points = 0;
  let done = 0;
  const took = (count: number, atUs: number, weight: number, name: string): void => {
    points += count;
    const share = Math.min(1, Math.max(0, (atUs - range.fromUs) / (range.toUs - range.fromUs)));
    progress((done + weight * share) / Math.max(1, steps), `${points.toLocaleString('en')} points · ${name}`);
  };
  const rows: ReplayRow[] = [];
  // In the order of the rows that are compared.
  const comparedNumbers = [...plan.read, ...told].map(({ after }) => after.entry.number);
  for (const pair of plan.read) {
    const findings = new TagFindings(findingsOptions(pair));
    const replay = tagReplay(pair, spans);
    const name = `${pair.after.entry.device.device.id}/${pair.after.entry.tag.id}`;
    const pieces = source(pair.before.entry).scan(range, signal);
    await replayReadTag(pieces, replay, findings, turn, (count, toUs) => took(count, toUs, 1, name));
    rows.push(comparedRow(pair, findings, replay));
    done++;
  }
  const findings = new Map(told.map((pair) => [pair.after.entry.number, new TagFindings(findingsOptions(pair))]));
  if (told.length > 0) {
    const read = new Map(plan.read.map((pair) => [pair.before.entry.number, pair]));
    await replayMadeTags({
      ...{ pairs: told, added, range, findings, signal, turn, rowsAtOnce },
      inputs: inputs.map(({ entry }) => {
        const pair = read.get(entry.number);
        const replay = pair && tagReplay(pair, spans);
        return { number: entry.number, source: source(entry), replay, isInAfter: plan.after.has(entry.number) };
      }),
      took: (count, toUs) => took(count, toUs, inputs.length, 'calculated tags'),
    });
    for (const pair of told) rows.push(comparedRow(pair, findings.get(pair.after.entry.number)!, undefined));
  }
  const byNumber = new Map(rows.map((row, at) => [comparedNumbers[at]!, row]));
  for (const pair of plan.derived) rows.push(derivedRow(pair, byNumber.get(pair.after.entry.derived!.of.number)));
  for (const pair of plan.moved) rows.push(untoldRow(pair, 'unknown', movedText(pair)));
  for (const pair of lost)
    rows.push(untoldRow(pair, 'unknown', 'Made of a tag that history does not know as it would be read now'));
  for (const tag of plan.added)
    rows.push(untoldRow({ before: tag, after: tag }, 'added', 'New: history does not know it'));
  for (const tag of plan.removed)
    rows.push(untoldRow({ before: tag, after: tag }, 'removed', 'Removed, or switched off; its history stays'));
  return { ...range, points, ...summaryOf(rows, plan.untouched, MOST_ROWS) };
}

function tagReplay({ before, after }: TagPair, spans: RuleSpans): TagReplay {
  const own = spans.get(before.entry.number) ?? ALWAYS;
  return new TagReplay({ before: before.rule, after: after.rule, dataType: dataTypeOf(before), spans: own });
}

/** Noise of float64 on the way back to the device and out again; of what is calculated, whatever the formula makes of it. */
const NOISE = 1e-12;
const MADE_NOISE = 1e-9;
/** A root turns the last digit of its argument into half as many digits. */
const ROOT_NOISE = 1e-7;

function findingsOptions({ before, after }: TagPair): ConstructorParameters<typeof TagFindings>[0] {
  const ratio = Math.abs(after.rule.factor / before.rule.factor);
  const isRoot = !Number.isNaN(before.rule.rootFactor) || !Number.isNaN(after.rule.rootFactor);
  const base =
    NOISE * (Math.abs(before.rule.offset) * ratio + Math.abs(after.rule.offset)) +
    (isRoot ? ROOT_NOISE * Math.abs(after.rule.factor) : 0);
  const noise = after.isMade
    ? (a: number, b: number) => MADE_NOISE * Math.max(Math.abs(a), Math.abs(b))
    : (a: number, b: number) => base + NOISE * (Math.abs(a) * Math.min(ratio, 1) + Math.abs(b));
  return { noise, ranges: [rangeOf(before), rangeOf(after)] };
}

function rangeOf({ entry: { tag } }: PlannedTag): { readonly low: number; readonly high: number } {
  const ends = [tag.eu_low ?? Number.NEGATIVE_INFINITY, tag.eu_high ?? Number.POSITIVE_INFINITY];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

interface KnownMaking {
  readonly told: readonly TagPair[];
  /** Made of something that history does not know as it would be read now. */
  readonly lost: readonly TagPair[];
  /** New tags that some of the told ones may be made of. */
  readonly added: readonly PlannedTag[];
  /** Tags with a history that they are made of. */
  readonly inputs: readonly PlannedTag[];
}

/** Which tags can be made anew, and of what. */
function knownMaking(plan: ReplayPlan): KnownMaking {
  const moved = new Set([...plan.moved, ...plan.derived].map(({ after }) => after.entry.number));
  const made = new Set(plan.made.map(({ after }) => after.entry.number));
  const known = new Map<number, boolean>();
  const isKnown = (number: number): boolean => {
    const before = known.get(number);
    if (before !== undefined) return before;
    const tag = plan.after.get(number);
    const isMadeAnew = made.has(number) || (tag?.isMade === true && !plan.before.has(number));
    // Stands for the tag while its own are looked at: circles are refused by the checks of a project.
    known.set(number, !moved.has(number));
    const answer = isMadeAnew ? tag!.madeOf.every(isKnown) : plan.before.has(number) && !moved.has(number);
    known.set(number, answer);
    return answer;
  };
  const told = plan.made.filter(({ after }) => isKnown(after.entry.number));
  const lost = plan.made.filter(({ after }) => !isKnown(after.entry.number));
  if (told.length === 0) return { told, lost, added: [], inputs: [] };
  const added = plan.added.filter((tag) => tag.isMade && isKnown(tag.entry.number));
  const making = new Set([...told.map(({ after }) => after), ...added].map(({ entry }) => entry.number));
  const of = [...told.flatMap(({ before, after }) => [before, after]), ...added].flatMap(({ madeOf }) => madeOf);
  const inputs = [...new Set(of)].filter((number) => !making.has(number)).flatMap((n) => plan.before.get(n) ?? []);
  return { told, lost, added, inputs };
}

function movedText({ before, after }: TagPair): string {
  const seen = (tag: PlannedTag): string => {
    const { data_type: type, byte_order: order } = tag.entry.tag;
    return [tag.driver.address, type, order].filter(Boolean).join(' ');
  };
  if (before.isMade !== after.isMade)
    return `It was ${before.isMade ? 'calculated' : 'read'}, and is ${after.isMade ? 'calculated' : 'read'} now`;
  const [old, fresh] = [seen(before), seen(after)];
  return `Read at ${fresh} instead of ${old === fresh ? 'another place' : old}: history does not know what stood there`;
}
