import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { OwnMessage } from '../format/message-format.ts';
import { type MetricPlan, PayloadWriter, planMetric } from './encode-payload.ts';
import { METRIC_TYPE } from './metric-type.ts';
import type { NodeDevice, NodeMetric } from './node-metrics.ts';
import type { SparkplugTopics } from './sparkplug-topics.ts';

export const REBIRTH = 'Node Control/Rebirth';

const GOOD = STATUS.Good;

/** Births and deaths of the node and of its devices (Sparkplug 3.0, 6.4.19 and on), and its own data. */
export class Certificates {
  readonly #topics: SparkplugTopics;
  readonly #version: string;
  readonly #writer = new PayloadWriter();
  readonly #bdSeq = planMetric('bdSeq', METRIC_TYPE.Int64);
  readonly #rebirth = planMetric(REBIRTH, METRIC_TYPE.Boolean);
  readonly #software: MetricPlan;
  readonly #online: MetricPlan;

  constructor(topics: SparkplugTopics, version: string, hasAliases: boolean) {
    this.#topics = topics;
    this.#version = version;
    this.#software = planMetric('Properties/Version', METRIC_TYPE.String, hasAliases ? 1 : undefined);
    this.#online = planMetric('Properties/Devices Online', METRIC_TYPE.Int32, hasAliases ? 2 : undefined);
  }

  /** @param devicesOnline how many are there now; told again by `nodeData` when it changes. */
  nodeBirth(timeUs: number, seq: number, bdSeq: number, devicesOnline: number): OwnMessage {
    const writer = this.#begin(timeUs);
    const version = { row: 0, kind: 'string', value: this.#version } as const;
    writer.birth(this.#bdSeq, { timeUs, value: bdSeq, status: GOOD, cell: undefined });
    writer.birth(this.#rebirth, { timeUs, value: 0, status: GOOD, cell: undefined });
    writer.birth(this.#software, { timeUs, value: Number.NaN, status: GOOD, cell: version });
    writer.birth(this.#online, { timeUs, value: devicesOnline, status: GOOD, cell: undefined });
    return { topic: this.#topics.nodeBirth, payload: writer.end(seq) };
  }

  nodeData(timeUs: number, seq: number, devicesOnline: number): OwnMessage {
    const writer = this.#begin(timeUs);
    writer.data(this.#online, timeUs, devicesOnline, GOOD, undefined, false, false);
    return { topic: this.#topics.nodeData, payload: writer.end(seq) };
  }

  /** Also the will: it has no sequence number, and is known by the number of its birth. */
  nodeDeath(timeUs: number, bdSeq: number): OwnMessage & { readonly payload: Buffer } {
    const writer = this.#begin(timeUs);
    writer.birth(this.#bdSeq, { timeUs, value: bdSeq, status: GOOD, cell: undefined });
    return { topic: this.#topics.nodeDeath, payload: writer.end() };
  }

  /** @param metrics all of the device, with their values as they are known. */
  deviceBirth({ id }: NodeDevice, metrics: readonly NodeMetric[], timeUs: number, seq: number): OwnMessage {
    const writer = this.#begin(timeUs);
    for (const metric of metrics) {
      // A value that never was is null as of now.
      writer.birth(metric.plan, metric.timeUs > 0 ? metric : { ...metric, timeUs });
    }
    return { topic: this.#topics.deviceBirth(id), payload: writer.end(seq) };
  }

  deviceDeath({ id }: NodeDevice, timeUs: number, seq: number): OwnMessage {
    return { topic: this.#topics.deviceDeath(id), payload: this.#begin(timeUs).end(seq) };
  }

  #begin(timeUs: number): PayloadWriter {
    this.#writer.begin(Math.floor(timeUs / 1_000));
    return this.#writer;
  }
}
