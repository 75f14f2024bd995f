import { STATUS } from '../../src-shared/domain/quality.ts';
import { LogNames } from '../log/log-names.ts';
import type { RecordRun } from '../uns/format/message-format.ts';
import { type RunSettings, runOf } from '../uns/format/run-of.ts';
import type { TagRow, TagValues } from '../uns/publishing/publisher-messages.ts';
import {
  type DecodedMetric,
  type DecodedPayload,
  decodePayload,
  PayloadFault,
} from '../uns/sparkplug/decode-payload.ts';
import { EdgeNode, type EdgeNodeOptions } from '../uns/sparkplug/edge-node.ts';
import { metricValue } from '../uns/sparkplug/metric-value.ts';
import { FakeClock } from './fake-clock.ts';

/** A message of the node as a host application sees it. */
export interface Said {
  readonly topic: string;
  /** `NBIRTH`, `DDATA` … */
  readonly type: string;
  readonly device: string | undefined;
  readonly payload: DecodedPayload;
  readonly metrics: readonly DecodedMetric[];
}

export function saidOf(topic: string, bytes: Uint8Array): Said {
  const payload = decodePayload(bytes);
  if (payload instanceof PayloadFault) throw new RangeError(`${topic}: ${payload.text}`);
  const [, , type, , device] = topic.split('/');
  return { topic, type: type!, device, payload, metrics: payload.metrics };
}

/** Two devices with two tags each; numbers of the log 1–4. */
export const ROWS: readonly TagRow[] = [
  { device: 'pump', tag: 'pressure', unit: 'bar', dataType: 'float64' },
  { device: 'pump', tag: 'running', dataType: 'bool' },
  { device: 'oven', tag: 'count', dataType: 'int64' },
  { device: 'oven', tag: 'setpoint', dataType: 'uint16' },
].map(
  (row, i) =>
    ({
      ...row,
      uid: `uid ${i + 1}`,
      topic: `acme/${row.device}/${row.tag}`,
      deviceTopic: `acme/${row.device}`,
    }) as TagRow,
);

const PLANT = new LogNames().with(
  [[1, 'device 1']],
  [1, 2, 3, 4, 5].map((n) => [n, `uid ${n}`] as const),
);

/** For tests: an edge node with a hand that plays the feed, the connection and the engine. */
export class NodeRig {
  readonly clock = new FakeClock();
  readonly said: Said[] = [];
  readonly node: EdgeNode;
  /** What the engine answers; undefined: it knows nothing. */
  known: TagValues | undefined = valuesOf(ROWS);
  /** False: the answer is a long time coming. */
  answers = true;
  asked = 0;
  begun = 0;
  #bdSeq = -1;

  constructor(options: Partial<EdgeNodeOptions> = {}) {
    this.node = new EdgeNode({
      group: 'plant',
      node: 'edge',
      hasAliases: true,
      primaryHost: undefined,
      version: '1.2.3',
      bdSeq: { next: () => (this.#bdSeq = (this.#bdSeq + 1) % 256) },
      clock: this.clock,
      wake: () => {},
      askValues: () => {
        this.asked++;
        if (this.answers) this.node.values(this.known);
      },
      ...options,
    });
  }

  /** A whole connection: will, tags, subscriptions. @returns the will. */
  connect(rows: readonly TagRow[] = ROWS): Said {
    const { topic, payload } = this.node.will();
    this.node.tell(rows, true);
    this.node.connected(() => {
      this.begun++;
      this.node.begin(Number.POSITIVE_INFINITY);
    });
    this.pump();
    return saidOf(topic, payload);
  }

  /** Lets go what covers no row. */
  pump(): void {
    for (let own = this.node.own(); own; own = this.node.own()) {
      this.said.push(saidOf(own.topic, own.payload as Buffer));
    }
  }

  /** The log has this next. @returns false when the node holds back. */
  record(settings: Omit<RunSettings, 'names'>): boolean {
    const run: RecordRun = runOf({ names: PLANT, ...settings });
    for (let row = 0, held = 0; row < run.batch.count; ) {
      this.pump();
      const next = this.node.encode(run, row, {
        push: (topic, payload) => void this.said.push(saidOf(topic, payload as Buffer)),
      });
      held = next === row ? held + 1 : 0;
      if (held > 1) return false;
      row = next;
    }
    this.pump();
    return true;
  }

  /** What waited is on its way. */
  caughtUp(): void {
    this.node.caughtUp();
    this.pump();
  }

  /** `NBIRTH`, `DBIRTH pump` … since the last look. */
  take(): string[] {
    return this.said.splice(0).map(({ type, device }) => [type, ...(device === undefined ? [] : [device])].join(' '));
  }

  last(type: string): Said {
    const found = this.said.findLast((each) => each.type === type);
    if (!found) throw new RangeError(`There is no ${type} among ${this.said.map((each) => each.type).join(', ')}`);
    return found;
  }
}

/** Good values, 10 for the first tag, one more for each. @param status of some of them, by uid. */
export function valuesOf(rows: readonly TagRow[], status: Readonly<Record<string, number>> = {}): TagValues {
  return {
    uids: rows.map(({ uid }) => uid),
    timeUs: Float64Array.from(rows, (_, i) => 1.7e15 + i * 1_000),
    value: Float64Array.from(rows, (_, i) => 10 + i),
    status: Uint32Array.from(rows, ({ uid }) => status[uid] ?? STATUS.Good),
  };
}

export const LOST = STATUS.BadNoCommunication;

/** @throws RangeError when the message has none of that name. */
export function metricNamed({ metrics }: Said, name: string): DecodedMetric {
  const found = metrics.find((metric) => metric.name === name);
  if (!found) throw new RangeError(`There is no ${name}`);
  return found;
}

/** Of a metric in a birth, which tells its datatype. */
export const metricValueOf = ({ raw, datatype }: DecodedMetric): unknown => raw && metricValue(raw, datatype);
