import { STATUS } from '../../../src-shared/domain/quality.ts';
import { type DecodedMetric, decodePayload, PayloadFault } from '../sparkplug/decode-payload.ts';
import { metricValue } from '../sparkplug/metric-value.ts';
import { SPARKPLUG_QUALITY } from '../sparkplug/quality-property.ts';
import type { IncomingPoint } from './incoming-point.ts';

/** What a birth said of a metric. */
interface Born {
  readonly name: string;
  readonly datatype: number | undefined;
  readonly unit: string | undefined;
}

const NAMESPACE = 'spBv1.0/';
/** Of all nodes together: births of strangers are not to fill the memory. */
const MOST_BORN = 1_000_000;
/** Metrics about the session or the node program itself. */
const ABOUT_THE_NODE = /^(?:bdSeq$|Node Control\/|Device Control\/)/;

/** What edge nodes of Sparkplug B publish, as points of `spBv1.0/{group}/{node}[/{device}]/{metric}`. Reads births for their aliases. */
export class SparkplugNodes {
  /** By `{group}/{node}`, then `{device}` and the alias or the name. */
  readonly #nodes = new Map<string, Map<string, Born>>();
  readonly #rebirth: (group: string, node: string) => void;
  #born = 0;

  /** @param rebirth a node sends aliases that nobody here knows: it is to send its births again. */
  constructor(rebirth: (group: string, node: string) => void) {
    this.#rebirth = rebirth;
  }

  static owns(topic: string): boolean {
    return topic.startsWith(NAMESPACE);
  }

  /** @returns undefined for garbage; deaths, commands and states have no points. */
  take(topic: string, bytes: Uint8Array): IncomingPoint[] | undefined {
    const [, group = '', kind = '', node = '', device = ''] = topic.split('/');
    const isBirth = kind === 'NBIRTH' || kind === 'DBIRTH';
    if (!isBirth && kind !== 'NDATA' && kind !== 'DDATA') return [];
    const payload = decodePayload(bytes);
    if (payload instanceof PayloadFault) return undefined;
    const key = `${group}/${node}`;
    if (kind === 'NBIRTH') this.#forget(key);
    const born = this.#nodes.get(key) ?? new Map<string, Born>();
    this.#nodes.set(key, born);
    const place = device === '' ? `${NAMESPACE}${key}` : `${NAMESPACE}${key}/${device}`;
    const points: IncomingPoint[] = [];
    let areUnknown = false;
    for (const metric of payload.metrics) {
      const known = isBirth ? this.#bear(born, device, metric) : bornOf(born, device, metric);
      if (!known) areUnknown = true;
      else if (!ABOUT_THE_NODE.test(known.name))
        points.push(pointOf(metric, known, `${place}/${known.name}`, payload.timestamp));
    }
    if (areUnknown) this.#rebirth(group, node);
    return points;
  }

  #bear(born: Map<string, Born>, device: string, metric: DecodedMetric): Born | undefined {
    const { name, alias, datatype, properties } = metric;
    if (name === undefined) return undefined;
    const unit = properties.get('engUnit')?.raw?.value;
    const known: Born = { name, datatype, unit: typeof unit === 'string' ? unit : undefined };
    for (const key of alias === undefined ? [nameKey(device, name)] : [aliasKey(alias), nameKey(device, name)]) {
      if (!born.has(key) && this.#born++ >= MOST_BORN) return known;
      born.set(key, known);
    }
    return known;
  }

  #forget(key: string): void {
    this.#born -= this.#nodes.get(key)?.size ?? 0;
    this.#nodes.delete(key);
  }
}

/** Aliases are unique in a node, names in a device. */
const aliasKey = (alias: number | bigint): string => `#${alias}`;
const nameKey = (device: string, name: string): string => `${device}\n${name}`;

function bornOf(
  born: ReadonlyMap<string, Born>,
  device: string,
  { name, alias, datatype }: DecodedMetric,
): Born | undefined {
  if (name !== undefined) return born.get(nameKey(device, name)) ?? { name, datatype, unit: undefined };
  return alias === undefined ? undefined : born.get(aliasKey(alias));
}

function pointOf(
  metric: DecodedMetric,
  { name, datatype, unit }: Born,
  topic: string,
  payloadMs: number | bigint | undefined,
): IncomingPoint {
  const value = metric.isNull || !metric.raw ? undefined : metricValue(metric.raw, metric.datatype ?? datatype);
  const ms = metric.timestamp ?? payloadMs;
  const status = statusOf(metric);
  return {
    topic,
    tag: name,
    unit,
    value: value ?? null,
    timeUs: ms === undefined ? undefined : Number(ms) * 1_000,
    status: value === undefined && status === STATUS.Good ? STATUS.Bad : status,
  };
}

/** `StatusCode` is what our own nodes add to the three codes of the standard. */
function statusOf({ properties }: DecodedMetric): number {
  const code = properties.get('StatusCode')?.raw?.value;
  if (typeof code === 'number') return code >>> 0;
  const quality = properties.get('Quality')?.raw?.value;
  if (quality === SPARKPLUG_QUALITY.bad) return STATUS.Bad;
  return quality === SPARKPLUG_QUALITY.stale ? STATUS.BadNoCommunication : STATUS.Good;
}
