import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import type { LogNames } from '../../log/log-names.ts';
import type { RecordRun } from '../format/message-format.ts';
import { TagIndex } from '../format/tag-index.ts';
import type { TagRow, TagValues } from '../publishing/publisher-messages.ts';
import { type MetricPlan, planMetric } from './encode-payload.ts';
import { metricTypeOf } from './metric-type.ts';
import { isOutOfReach } from './quality-property.ts';

/** A tag as a metric of its device, with the newest value that is known of it. */
export interface NodeMetric {
  readonly uid: string;
  readonly row: TagRow;
  readonly plan: MetricPlan;
  readonly device: NodeDevice;
  /** µs since 1970 UTC; 0: no value ever came. */
  timeUs: number;
  value: number;
  status: number;
  cell: TypedCell | undefined;
  /** The project has it no more; points of it may wait in the log. */
  isRemoved: boolean;
  /** It stands in the births of this connection. */
  isBorn: boolean;
  /** The last quality that was told of it is another than Good. */
  toldBad: boolean;
}

export class NodeDevice {
  readonly id: string;
  readonly metrics = new Map<string, NodeMetric>();
  /** A DBIRTH went out on this connection, and no DDEATH after it. */
  isBorn = false;

  constructor(id: string) {
    this.id = id;
  }

  /** Something of it can be reached now, as far as its values say. */
  get isAlive(): boolean {
    for (const metric of this.metrics.values()) if (isOfPlant(metric) && !isOutOfReach(metric.status)) return true;
    return false;
  }

  /** As far as its tags say, whatever their values are. */
  get isSwitchedOn(): boolean {
    for (const metric of this.metrics.values()) if (isOfPlant(metric)) return true;
    return false;
  }
}

/** Points of a tag that was removed or switched off may still come out of the log; they say nothing of its device. */
const isOfPlant = ({ isRemoved, row }: NodeMetric): boolean => !isRemoved && !row.isOff;

const FIRST_TAG_ALIAS = 16;

/** Devices and metrics of the node, and what is known of their values. */
export class NodeMetrics {
  readonly #hasAliases: boolean;
  readonly #index = new TagIndex<NodeMetric>((row) => this.#make(row));
  /** For as long as this runs an alias belongs to one tag. */
  readonly #aliases = new Map<string, number>();
  readonly #byAlias = new Map<number, NodeMetric>();
  readonly #metrics = new Map<string, NodeMetric>();
  #devices = new Map<string, NodeDevice>();
  #told = '';

  constructor(hasAliases: boolean) {
    this.#hasAliases = hasAliases;
  }

  get devices(): Iterable<NodeDevice> {
    return this.#devices.values();
  }

  /** @returns false when nothing changed by it. */
  tell(rows: readonly TagRow[], replace: boolean): boolean {
    const told = JSON.stringify(rows);
    if (told === this.#told) return false;
    this.#told = told;
    if (replace) {
      const kept = new Set(rows.map(({ uid }) => uid));
      for (const { uid, device } of this.#index.all) {
        if (kept.has(uid)) continue;
        device.metrics.delete(uid);
        this.#metrics.delete(uid);
      }
    }
    this.#index.tell(rows, replace);
    for (const [id, { metrics }] of this.#devices) if (metrics.size === 0) this.#devices.delete(id);
    return true;
  }

  /** Undefined for a tag that nobody names any more. */
  find(names: LogNames, number: number): NodeMetric | undefined {
    return this.#index.find(names, number);
  }

  /** The metric that a command means; undefined where the device has no such one. */
  named(device: string, name: string | undefined, alias: number | bigint | undefined): NodeMetric | undefined {
    const known = this.#devices.get(device);
    if (!known) return undefined;
    if (name !== undefined && name !== '') {
      return [...known.metrics.values()].find((metric) => metric.row.tag === name);
    }
    const metric = alias === undefined ? undefined : this.#byAlias.get(Number(alias));
    return metric?.device === known ? metric : undefined;
  }

  hasDevice(id: string): boolean {
    return this.#devices.has(id);
  }

  /**
   * Takes what the engine knows of all tags. Those that are not among them were removed.
   * @returns how many these are.
   */
  take({ uids, timeUs, value, status, cells = [] }: TagValues): number {
    const left = new Set(this.#index.all);
    const metrics = uids.map((uid) => this.#metrics.get(uid));
    metrics.forEach((metric, row) => {
      if (!metric) return;
      left.delete(metric);
      metric.isRemoved = false;
      setValue(metric, timeUs[row]!, value[row]!, status[row]!, undefined);
    });
    for (const cell of cells) {
      const metric = metrics[cell.row];
      if (metric) metric.cell = cell;
    }
    for (const metric of left) {
      metric.isRemoved = true;
      setValue(metric, metric.timeUs, Number.NaN, STATUS.BadNoCommunication, undefined);
    }
    return left.size;
  }

  /** Takes the values of a live record. */
  takeRows({ batch, names }: RecordRun): void {
    let nextCell = 0;
    for (let row = 0; row < batch.count; row++) {
      while (batch.cells && nextCell < batch.cells.length && batch.cells[nextCell]!.row < row) nextCell++;
      const cell = batch.cells?.[nextCell];
      const metric = this.find(names, batch.tag[row]!);
      if (!metric) continue;
      setValue(metric, batch.timeUs[row]!, batch.value[row]!, batch.status[row]!, cell?.row === row ? cell : undefined);
    }
  }

  /** Nobody was born on a connection that is new. */
  forgetBirths(): void {
    for (const device of this.#devices.values()) {
      device.isBorn = false;
      for (const metric of device.metrics.values()) metric.isBorn = false;
    }
  }

  #make(row: TagRow): NodeMetric {
    const { uid, tag, unit, dataType, isScaled = false } = row;
    const device = this.#devices.get(row.device) ?? new NodeDevice(row.device);
    this.#devices.set(row.device, device);
    const before = this.#metrics.get(uid);
    // A tag may have moved to another device and kept its identity.
    if (before?.device !== device) before?.device.metrics.delete(uid);
    const alias = this.#hasAliases ? this.#aliasOf(uid) : undefined;
    const metric: NodeMetric = {
      uid,
      row,
      plan: planMetric(tag, metricTypeOf(dataType, isScaled), alias, unit),
      device,
      timeUs: before?.timeUs ?? 0,
      value: before?.value ?? Number.NaN,
      status: before?.status ?? STATUS.BadWaitingForInitialData,
      cell: before?.cell,
      isRemoved: false,
      isBorn: false,
      toldBad: false,
    };
    device.metrics.set(uid, metric);
    this.#metrics.set(uid, metric);
    if (alias !== undefined) this.#byAlias.set(alias, metric);
    return metric;
  }

  #aliasOf(uid: string): number {
    const known = this.#aliases.get(uid);
    if (known !== undefined) return known;
    const alias = FIRST_TAG_ALIAS + this.#aliases.size;
    this.#aliases.set(uid, alias);
    return alias;
  }
}

function setValue(
  metric: NodeMetric,
  timeUs: number,
  value: number,
  status: number,
  cell: TypedCell | undefined,
): void {
  metric.timeUs = timeUs;
  metric.value = value;
  metric.status = status;
  metric.cell = cell;
}

/** Whether a data message of it has to say Quality 192; call it once for each live row that is told. */
export function tellsGood(metric: NodeMetric, status: number): boolean {
  const was = metric.toldBad;
  metric.toldBad = !isGood(status);
  return was && !metric.toldBad;
}
