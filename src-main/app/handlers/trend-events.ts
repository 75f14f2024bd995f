import { MOST_EVENTS, type TrendEvent } from '../../../src-shared/contract/trends.ts';
import { ruleCondition } from '../../../src-shared/domain/rule-words.ts';
import type { SettledWrite } from '../../commands/write-command.ts';
import type { Revision } from '../../project/revisions/revision-store.ts';
import type { Outage } from '../devices/outage-memory.ts';
import type { EngineParts } from '../engine-parts.ts';
import { hitViews, ruleViews } from '../tags/quality-rule-views.ts';

type Asked = Pick<EngineParts, 'writes' | 'editor' | 'plant' | 'outages'>;

/** The journal in memory has no more. */
const WRITES = 1_000;

/** What happened beside the values from `fromUs` to `toUs`, oldest first; of too many the newest. */
export async function trendEvents(
  { writes, editor, plant, outages }: Asked,
  { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
): Promise<{ events: TrendEvent[]; more: boolean; outagesFromUs: number }> {
  const isInside = ({ atUs }: TrendEvent): boolean => atUs >= fromUs && atUs <= toUs;
  const moments = [
    ...writes.journal.recent(WRITES).map(writeEvent),
    ...(await editor.revisions()).map(revisionEvent),
    ...ruleEvents(plant, await plant.ruleHits()),
  ].filter(isInside);
  // What is no longer in the project is not away.
  const away = outages
    .within(fromUs, toUs)
    .filter(({ device, toUs: endUs }) => endUs !== undefined || plant.directory.has(device));
  const all = [...moments, ...away.map(outageEvent)].sort((a, b) => a.atUs - b.atUs);
  return { events: all.slice(-MOST_EVENTS), more: all.length > MOST_EVENTS, outagesFromUs: outages.fromUs };
}

const moment = { toUs: null, isOver: true, device: null, tag: null, revision: null };

function writeEvent({ receipt, actor }: SettledWrite): TrendEvent {
  const { device_id: device, tag_id: tag, value, status, timestamp, duration_ms: tookMs } = receipt;
  const ending = WRITE_ENDINGS[status];
  const text = `${actor}: ${tag} = ${String(value)}${ending}`;
  // The receipt is made when it is over; the value went before.
  return { ...moment, kind: 'write', atUs: (Date.parse(timestamp) - tookMs) * 1_000, text, device, tag };
}

const WRITE_ENDINGS: Readonly<Record<SettledWrite['receipt']['status'], string>> = {
  DONE: '',
  DONE_VERIFIED: ', read back',
  REJECTED: ', refused before it was sent',
  FAILED: ', refused by the device',
  UNKNOWN: ', outcome unknown',
};

const revisionEvent = ({ number, timeUs, author, comment }: Revision): TrendEvent => ({
  ...moment,
  kind: 'revision',
  atUs: timeUs,
  text: `Revision ${number} by ${author}${comment === '' ? '' : `: ${comment}`}`,
  revision: number,
});

const outageEvent = ({ device, fromUs, toUs, isBreaker, reason }: Outage): TrendEvent => ({
  ...moment,
  kind: 'outage',
  atUs: fromUs,
  toUs: toUs ?? null,
  isOver: toUs !== undefined,
  text: `${device} was away${isBreaker ? ', breaker open' : ''}. ${reason}`,
  device,
});

function ruleEvents(plant: Asked['plant'], found: Parameters<typeof hitViews>[1]): TrendEvent[] {
  const rules = new Map(ruleViews(plant).map((view) => [view.key, view.rule]));
  return hitViews(plant, found).map(({ key, hits, last }) => {
    const rule = rules.get(key);
    const value = last.value === null ? 'no number' : `${last.value}${last.unit === '' ? '' : ` ${last.unit}`}`;
    const what = rule === undefined ? 'Quality rule' : ruleCondition(rule, last.unit);
    const text = `${last.name} ${value}. ${what}${hits > 1 ? `, the last of ${hits} hits` : ''}`;
    return { ...moment, kind: 'rule', atUs: last.timeUs, text, device: last.device, tag: last.tag };
  });
}
