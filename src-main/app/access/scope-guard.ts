import type { AccessScope } from '../../../src-shared/domain/access.ts';
import { inScope, placeOf } from '../../../src-shared/domain/scope-match.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { CallFacts } from '../../rpc/call-gate.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import { FILTERED, isOpenToAll } from './scope-rules.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Keeps accounts to their places, in one place for all calls: what names a device elsewhere is refused, rows of devices
 * elsewhere are left out of lists, and what can do neither is refused altogether.
 */
export class ScopeGuard {
  readonly #directory: TagDirectory;

  constructor(directory: TagDirectory) {
    this.#directory = directory;
  }

  /** @returns the input as the handler gets it. @throws NexusError NX_ACCESS_FORBIDDEN */
  confine({ call, operation }: CallFacts, input: unknown): unknown {
    const { scope } = call.identity;
    if (scope === undefined || isOpenToAll(operation)) return input;
    if (operation === 'values.watch') return this.#watched(scope, input as Fields);
    if (FILTERED.has(operation)) return input;
    const named = this.#named(asFields(input));
    if (named.length === 0 || !named.every((device) => device !== undefined && this.#isWithin(scope, device)))
      throw elsewhere();
    return input;
  }

  /** An answer without what lies elsewhere. */
  shown({ call, operation }: CallFacts, output: unknown): unknown {
    const { scope } = call.identity;
    if (scope === undefined || !FILTERED.has(operation)) return output;
    const within = (row: unknown): boolean => {
      const device = deviceOfRow(asFields(row), operation);
      return device !== undefined && this.#isWithin(scope, { id: device, prefix: undefined });
    };
    if (Array.isArray(output)) return output.filter(within);
    const { rows } = asFields(output);
    if (Array.isArray(rows)) return { ...asFields(output), rows: rows.filter(within) };
    return output;
  }

  /** Whether an event about one device may be told. */
  tells(facts: CallFacts, payload: unknown): boolean {
    const { scope } = facts.call.identity;
    if (scope === undefined || !FILTERED.has(facts.operation) || Array.isArray(payload)) return true;
    const device = deviceOfRow(asFields(payload), facts.operation);
    return device !== undefined && this.#isWithin(scope, { id: device, prefix: undefined });
  }

  #watched(scope: AccessScope, input: Fields): Fields {
    const tags = input['tags'] as readonly number[];
    const seen = new Set(
      this.#directory.devices
        .filter(({ device }) => inScope(scope, placeOf(device.id, device.uns_prefix)))
        .flatMap((entry) => [...entry.tags, ...entry.derived].map(({ number }) => number)),
    );
    return { ...input, tags: tags.filter((tag) => seen.has(tag)) };
  }

  /** Every device that an input names, as it is and, where the input sets one, as it would be; undefined for one that is not told. */
  #named(input: Fields): readonly (NamedDevice | undefined)[] {
    const named: (NamedDevice | undefined)[] = [];
    const one = (device: unknown): void => {
      if (typeof device === 'string') named.push({ id: device, prefix: undefined });
      else if (typeof device === 'object' && device !== null) named.push(formed(asFields(device)));
    };
    for (const key of ['device', 'device_id']) if (input[key] !== undefined) one(input[key]);
    for (const device of asList(input['devices'])) one(device);
    for (const tag of asList(input['tags'])) if (asFields(tag)['device'] !== undefined) one(asFields(tag)['device']);
    for (const key of ['value', 'patch']) {
      const form = asFields(input[key]);
      if (form['uns_prefix'] !== undefined || form['id'] !== undefined)
        named.push(formed({ id: input['device'], ...form }));
    }
    if (typeof input['topic'] === 'string' && named.length === 0) {
      const device = this.#directory.findTopic(input['topic'])?.device.device.id;
      named.push(device === undefined ? undefined : { id: device, prefix: undefined });
    }
    return named;
  }

  #isWithin(scope: AccessScope, { id, prefix }: NamedDevice): boolean {
    const known = this.#directory.has(id) ? this.#directory.device(id).device.uns_prefix : undefined;
    const places = [prefix, prefix === undefined ? known : undefined].filter((one) => one !== undefined);
    return places.length > 0 && places.every((one) => inScope(scope, placeOf(id, one)));
  }
}

interface NamedDevice {
  readonly id: string;
  /** Of a form; otherwise that of the device. */
  readonly prefix: string | undefined;
}

function formed({ id, uns_prefix }: Fields): NamedDevice | undefined {
  if (typeof id !== 'string') return undefined;
  return { id, prefix: typeof uns_prefix === 'string' ? uns_prefix : undefined };
}

function deviceOfRow(row: Fields, operation: string): string | undefined {
  const device = row['device_id'] ?? row['device'] ?? (operation.startsWith('devices.') ? row['id'] : undefined);
  return typeof device === 'string' ? device : undefined;
}

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const elsewhere = (): NexusError =>
  new NexusError('NX_ACCESS_FORBIDDEN', 'This account is kept to places of the plant, and this lies outside them.');
