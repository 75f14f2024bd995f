import { z } from 'zod';
import { Id } from '../../../src-shared/domain/tag.ts';

/** A change of one device, as gateways and configuration services tell it to each other (SPEC D). */
export interface ConfigEvent {
  readonly action: 'created' | 'updated' | 'deleted';
  readonly deviceId: string;
  /** Name of the gateway that tells it, where it says so. */
  readonly node?: string | undefined;
  /** The device in the form of its file; left out where it is deleted. */
  readonly device?: Readonly<Record<string, unknown>> | undefined;
}

/** Filters of both forms: `config/devices/{id}` and `config/devices/{id}/updated`. */
export function configFilters(prefix: string): string[] {
  return [`${prefix}/config/devices/+`, `${prefix}/config/devices/+/updated`];
}

/** @param atUs wall clock, µs since 1970 UTC. */
export function encodeConfigEvent(
  event: ConfigEvent,
  { prefix, node, atUs }: { readonly prefix: string; readonly node: string; readonly atUs: number },
): { readonly topic: string; readonly payload: string } {
  const { action, deviceId, device } = event;
  const timestamp = new Date(atUs / 1_000).toISOString();
  return {
    topic: `${prefix}/config/devices/${deviceId}/updated`,
    payload: JSON.stringify({ action, device_id: deviceId, timestamp, node, ...(device && { device }) }),
  };
}

/** Bytes of an event: a device of 5,000 tags has about 600,000. */
const MOST_BYTES = 4 * 1_024 * 1_024;

const Body = z.object({
  action: z.enum(['created', 'updated', 'deleted']),
  device_id: Id,
  node: z.string().max(64).optional(),
  device: z.record(z.string(), z.unknown()).optional(),
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a message on one of the topics says, or why it is not taken, as a sentence. The device itself is checked by the project. */
export function parseConfigEvent(topic: string, payload: Uint8Array): ConfigEvent | string {
  if (payload.length > MOST_BYTES) return `It has ${payload.length} bytes; at most ${MOST_BYTES} are taken.`;
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(payload));
  } catch {
    return 'It is not JSON.';
  }
  const parsed = Body.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return `${path.join('.') || 'The body'}: ${message}`;
  }
  const { action, device_id: deviceId, node, device } = parsed.data;
  const levels = topic.split('/');
  const inTopic = levels.at(-1) === 'updated' && levels.length > 4 ? levels.at(-2) : levels.at(-1);
  if (inTopic !== deviceId) return `Its topic names “${inTopic}” and its body “${deviceId}”.`;
  if (action === 'deleted') return { action, deviceId, node };
  if (!device) return `It says “${action}” and has no “device”.`;
  if (device['id'] !== undefined && device['id'] !== deviceId) {
    return `Its device has the id ${JSON.stringify(device['id'])} and its body “${deviceId}”.`;
  }
  return { action, deviceId, node, device: { ...device, id: deviceId } };
}
