import type { ExpressionPreview } from '../../../src-shared/contract/drivers.ts';
import { DATA_TYPES } from '../../../src-shared/domain/data-type.ts';
import { emptyBatch, type TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { describeStatus, isBad, STATUS, severity } from '../../../src-shared/domain/quality.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest, PushedReadings } from '../../drivers/driver.ts';
import type { ExpressionRules, TagFeed } from '../../drivers/tag-feed.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { ReferenceLookup } from '../../project/check/reference-lookup.ts';
import { referredTag } from '../../project/check/referred-tag.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { DeviceEntry, TagEntry } from './tag-directory.ts';

/** How often it is looked at what changed; as often as a person can read it. */
const LOOK_MS = 500;

/** As it stands in a tag. */
interface TriedExpression {
  readonly device: string;
  readonly address: string;
  readonly dataType: string | null;
  readonly unit: string | null;
}

type Previewed = Pick<EngineParts, 'plant' | 'last' | 'clock'>;

/**
 * Tries an expression on the values of now, with a driver of its own that nobody else sees. Ends with the signal, and at
 * once where there is something wrong with it.
 *
 * @throws NexusError NX_NOT_FOUND; NX_REQUEST_INVALID for a device whose addresses are no expressions
 */
export async function* previewExpression(
  parts: Previewed,
  { device: id, address, dataType, unit }: TriedExpression,
  signal: AbortSignal,
): AsyncGenerator<ExpressionPreview> {
  const { plant, clock } = parts;
  const { device } = plant.directory.device(id);
  const { manifest, connection } = device;
  if (!manifest.expressions)
    throw new NexusError(
      'NX_REQUEST_INVALID',
      `The addresses of “${id}” are no expressions. ${manifest.title} reads them.`,
    );
  const faults = faultsOf(parts, manifest, manifest.expressions, id, address, dataType);
  const names = [...new Set(manifest.expressions.references(address).map(({ name }) => name))];
  const inputs = names.map((name) => ({ name, entry: find(parts, name, id) }));
  if (faults.length > 0)
    return yield {
      faults,
      warnings: [],
      result: null,
      reason: null,
      inputs: inputs.flatMap((one) => viewOf(parts, one)),
    };
  const entries = new Map(inputs.map(({ name, entry }) => [name, entry]));
  const unitOf = (name: string): string | undefined => entries.get(name)?.tag.unit;
  const warnings = manifest.expressions
    .unitFaults(address, unitOf, unit ?? undefined)
    .map(({ at, length, message }) => ({ at, length, text: message, code: 'UNIT_MISMATCH' }));
  const lifetime = new Lifetime('preview of an expression');
  try {
    const feed = lastValuesFeed(parts, lifetime);
    const driver = manifest.create(connection, { clock, feed });
    lifetime.defer(() => driver.close());
    const number = plant.directory.tagCount;
    const numbers = inputs.map(({ name, entry }) => [name, numberOf(entry)] as const);
    const made = { number, uid: '', device: '', everyMs: LOOK_MS, inputs: numbers };
    const known = DATA_TYPES.find((type) => type === dataType);
    const plan = driver.plan([{ address, ...(known && { dataType: known }), made }]);
    let result: ExpressionPreview['result'] = null;
    await driver.open(signal);
    await driver.subscribe!(
      plan,
      {
        deliver: (readings) => {
          if (readings.count > 0) result = lastOf(readings);
        },
        alive: () => {},
        ended: () => {},
      },
      signal,
    );
    let told = '';
    while (!signal.aborted) {
      const preview: ExpressionPreview = {
        faults: [],
        warnings,
        result,
        reason: driver.faults?.(plan).get(0) ?? null,
        inputs: inputs.flatMap((one) => viewOf(parts, one)),
      };
      const text = JSON.stringify(preview);
      if (text !== told) yield preview;
      told = text;
      await clock.sleep(LOOK_MS, signal).catch(() => {});
    }
  } finally {
    await lifetime.dispose();
  }
}

const find = ({ plant }: Previewed, name: string, device: string): TagEntry | undefined => {
  const referred = referredTag(name, device);
  return plant.directory.find(referred.device, referred.tag);
};

/** Those that are switched off count: they are in the file, and give no value. */
const idsOf = ({ device, derived }: DeviceEntry): string[] => [
  ...device.tags.map(({ id }) => id),
  ...derived.map(({ tag }) => tag.id),
];

const numberOf = (entry: TagEntry | undefined): number | null => (entry?.device.device.enabled ? entry.number : null);

function faultsOf(
  { plant }: Previewed,
  manifest: DriverManifest,
  rules: ExpressionRules,
  id: string,
  address: string,
  dataType: string | null,
): ExpressionPreview['faults'] {
  const syntax = rules.fault(address);
  if (syntax) return [{ at: syntax.at, length: syntax.length, text: syntax.message, code: 'ADDR_SYNTAX' }];
  const ids = new Map(plant.directory.devices.map((entry) => [entry.device.id, idsOf(entry)]));
  const lookup = new ReferenceLookup(ids);
  const unknown = rules.references(address).flatMap(({ name, at, length }) => {
    const referred = referredTag(name, id);
    if (ids.get(referred.device)?.includes(referred.tag)) return [];
    return [{ at, length, text: lookup.unknown(name, referred), code: 'REF_TAG' }];
  });
  if (unknown.length > 0) return unknown;
  const known = DATA_TYPES.find((type) => type === dataType);
  const other = manifest.checkTag({ address, ...(known && { dataType: known }) }, {});
  return other ? [{ at: 0, length: address.length, text: other.message, code: 'TYPE_ADDR_MISMATCH' }] : [];
}

/** The latest values as a feed: a snapshot at once, then what changed, as often as it is looked at. */
function lastValuesFeed({ last, clock }: Previewed, lifetime: Lifetime): TagFeed {
  return {
    listen(tags, take) {
      const wanted = Uint32Array.from(tags);
      let version = 0;
      const look = (isSnapshot: boolean): void => {
        const since = version;
        version = last.newest;
        const batch = last.changedSince(wanted, since);
        if (batch || isSnapshot) take(batch ?? emptyBatch(), isSnapshot);
      };
      const first = clock.after(0, () => look(true));
      const timer = lifetime.add(clock.every(LOOK_MS / 2, () => look(false)));
      return {
        dispose: () => {
          first.dispose();
          timer.dispose();
        },
      };
    },
  };
}

function lastOf({ count, value, status, cells }: PushedReadings): NonNullable<ExpressionPreview['result']> {
  const at = count - 1;
  return shown(
    value[at]!,
    status[at]!,
    cells.find(({ row }) => row === at),
    '',
  );
}

function viewOf(
  { last }: Previewed,
  { name, entry }: { readonly name: string; readonly entry: TagEntry | undefined },
): ExpressionPreview['inputs'] {
  if (!entry) return [];
  const unit = entry.tag.unit === undefined ? '' : unitSymbol(entry.tag.unit);
  const { value, status, cell } = last.get(entry.number);
  const isOff = numberOf(entry) === null;
  return [{ name, ...shown(value, isOff ? STATUS.BadOutOfService : status, cell, unit) }];
}

function shown(
  value: number,
  status: number,
  cell: TypedCell | undefined,
  unit: string,
): NonNullable<ExpressionPreview['result']> {
  const text = cell && (cell.kind === 'bytes' ? `${cell.value.length} bytes` : String(cell.value));
  const number = Number.isFinite(value) ? value : null;
  return {
    value: isBad(status) ? null : (text ?? number),
    unit,
    severity: severity(status),
    status: describeStatus(status),
  };
}
