import type { DecodedMessage } from '../../../src-shared/contract/namespace.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { type DecodedMetric, type DecodedPayload, decodePayload, PayloadFault } from '../sparkplug/decode-payload.ts';
import { PayloadWriter, planMetric } from '../sparkplug/encode-payload.ts';
import { METRIC_TYPE, metricTypeName } from '../sparkplug/metric-type.ts';
import { type MetricValue, metricValue } from '../sparkplug/metric-value.ts';
import { MOST_TEXT, NOTHING, oneLine } from './decode-message.ts';

/** What a birth says of a metric, for the data that comes with its alias alone. */
interface BornMetric {
  readonly name: string;
  readonly datatype: number | undefined;
  readonly unit: string | undefined;
}

/** Of all edge nodes together: beyond it a birth is read and not remembered. */
const MOST_BORN = 200_000;
const MOST_NODES = 1_000;
/** Metrics of one message that are shown by name and value. */
const MOST_SHOWN = 1_000;

/**
 * Reads Sparkplug B messages by their topics. Data messages leave out names and types; births that were seen tell them.
 * A birth is not retained: of a node that was born before anybody looked only aliases are known.
 */
export class SparkplugMessages {
  /** By edge node, then by alias as text: 64 bits. */
  readonly #nodes = new Map<string, Map<string, BornMetric>>();
  #born = 0;

  /** Looks at every message as it comes: remembers births. */
  learn(topic: string, payload: Uint8Array): void {
    const place = placeOf(topic);
    if (place?.type !== 'NBIRTH' && place?.type !== 'DBIRTH') return;
    const decoded = decodePayload(payload);
    if (decoded instanceof PayloadFault) return;
    const known = this.#nodes.get(place.node) ?? new Map<string, BornMetric>();
    // A node that is born again gives its aliases anew.
    if (place.type === 'NBIRTH') {
      this.#born -= known.size;
      known.clear();
    }
    if (!this.#nodes.has(place.node) && this.#nodes.size >= MOST_NODES) return;
    this.#nodes.set(place.node, known);
    for (const metric of decoded.metrics) {
      const { alias, name, datatype } = metric;
      if (alias === undefined || name === undefined || this.#born >= MOST_BORN) continue;
      if (!known.has(String(alias))) this.#born++;
      known.set(String(alias), { name, datatype, unit: unitOf(metric) });
    }
  }

  /** Undefined for a topic that is none of Sparkplug, or of its STATE, which is JSON. */
  decode(topic: string, payload: Uint8Array): DecodedMessage | undefined {
    const place = placeOf(topic);
    if (!place) return undefined;
    const decoded = decodePayload(payload);
    if (decoded instanceof PayloadFault) {
      return { ...NOTHING, kind: 'binary', value: `no Sparkplug payload: ${decoded.text}` };
    }
    const born = this.#nodes.get(place.node);
    const metrics = decoded.metrics.slice(0, MOST_SHOWN).map((metric) => shownMetric(metric, born));
    const [only] = metrics;
    const isOne = decoded.metrics.length === 1;
    return {
      kind: 'sparkplug',
      text: textOf(place.type, decoded, metrics).slice(0, MOST_TEXT),
      value: oneLine(isOne ? `${only!.name} = ${only!.value}` : `${place.type}, ${decoded.metrics.length} metrics`),
      number: isOne && typeof only!.raw === 'number' ? only!.raw : null,
      quality: isOne ? only!.quality : '',
      unborn: metrics.some(({ isUnborn }) => isUnborn),
      sourceMs: isOne && only!.timeMs !== null ? only!.timeMs : msOf(decoded.timestamp),
    };
  }
}

interface ShownMetric {
  readonly name: string;
  readonly value: string;
  readonly raw: MetricValue | undefined;
  readonly quality: DecodedMessage['quality'];
  /** Only its alias is known. */
  readonly isUnborn: boolean;
  readonly timeMs: number | null;
  /** Type, alias, and what else is to be said, in words. */
  readonly about: readonly string[];
}

function shownMetric(metric: DecodedMetric, nodes: ReadonlyMap<string, BornMetric> | undefined): ShownMetric {
  const alias = metric.alias === undefined ? undefined : String(metric.alias);
  const born = alias === undefined ? undefined : nodes?.get(alias);
  const datatype = metric.datatype ?? born?.datatype;
  const raw = metric.raw && metricValue(metric.raw, datatype);
  const unit = unitOf(metric) ?? born?.unit;
  const written = metric.isNull ? 'null' : valueText(raw, datatype);
  const quality = qualityOf(metric);
  const about = [
    ...(datatype === undefined ? [] : [metricTypeName(datatype)]),
    ...(alias === undefined ? [] : [`alias ${alias}`]),
    ...(quality === '' ? [] : [quality]),
    ...(metric.isHistorical ? ['historical'] : []),
  ];
  return {
    name: metric.name ?? born?.name ?? `alias ${alias ?? '?'} (its birth was not seen)`,
    value: unit === undefined ? written : `${written} ${unit}`,
    raw: metric.isNull ? undefined : raw,
    quality,
    isUnborn: metric.name === undefined && born === undefined,
    timeMs: msOf(metric.timestamp),
    about,
  };
}

function unitOf({ properties }: DecodedMetric): string | undefined {
  const unit = properties.get('engUnit')?.raw?.value;
  return typeof unit === 'string' ? unit : undefined;
}

function valueText(value: MetricValue | undefined, datatype: number | undefined): string {
  if (value === undefined) return '?';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (datatype === METRIC_TYPE.DateTime && typeof value === 'number') return timeText(value);
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** The codes of Sparkplug 3.0, 6.4.9: 192 good, 500 stale, anything else bad; none is told where it is good. */
function qualityOf({ properties }: DecodedMetric): DecodedMessage['quality'] {
  const code = properties.get('Quality')?.raw?.value;
  if (code === undefined) return '';
  return Number(code) === 192 ? 'good' : Number(code) === 500 ? 'uncertain' : 'bad';
}

function textOf(
  type: string,
  { seq, timestamp, metrics: all }: DecodedPayload,
  metrics: readonly ShownMetric[],
): string {
  const time = msOf(timestamp);
  const head = [type, ...(seq === undefined ? [] : [`seq ${seq}`]), ...(time === null ? [] : [timeText(time)])];
  const lines = metrics.map(({ name, value, timeMs, about }) => {
    const at = timeMs === null || timeMs === time ? [] : [timeText(timeMs)];
    const words = [...about, ...at];
    return words.length === 0 ? `${name} = ${value}` : `${name} = ${value} (${words.join(', ')})`;
  });
  const more = all.length - metrics.length;
  return [head.join(', '), ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function msOf(time: number | bigint | undefined): number | null {
  const ms = Number(time ?? Number.NaN);
  return Math.abs(ms) <= 8.64e15 ? ms : null;
}

const timeText = (ms: number): string => new Date(ms).toISOString();

/** `spBv1.0/group/type/node/device`; the edge node is told by group and node. */
function placeOf(topic: string): { readonly type: string; readonly node: string } | undefined {
  if (!topic.startsWith('spBv1.0/')) return undefined;
  const [, group, type, node] = topic.split('/');
  return type === undefined || node === undefined || group === 'STATE' ? undefined : { type, node: `${group}/${node}` };
}

/** The command that asks the edge node of a topic to be born again; undefined for a topic that is none of Sparkplug. */
export function rebirthCommand(
  topic: string,
  nowMs: number,
): { readonly topic: string; readonly payload: Uint8Array } | undefined {
  const place = placeOf(topic);
  if (!place) return undefined;
  const [group, node] = place.node.split('/');
  const writer = new PayloadWriter();
  writer.begin(nowMs);
  const plan = planMetric('Node Control/Rebirth', METRIC_TYPE.Boolean);
  writer.birth(plan, { timeUs: nowMs * 1_000, value: 1, status: STATUS.Good, cell: undefined });
  return { topic: `spBv1.0/${group}/NCMD/${node}`, payload: writer.end() };
}
