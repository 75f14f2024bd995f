import type { ReadPlanView } from '../../../src-shared/contract/read-plan.ts';
import { PollBounds, paceOf } from '../../../src-shared/domain/adaptive-polling.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { findDriver } from '../../drivers/registry.ts';
import { driverTagOfForm } from './address-views.ts';
import { sketchOfForm } from './form-connection.ts';
import { readPlanView } from './read-plan-view.ts';

type Form = Readonly<Record<string, unknown>>;

/** Where neither the device nor the tag says how often. */
const INTERVAL_MS = 1_000;

/**
 * What reading the device of a form would cost. Tags that have faults are left out.
 * @param pollMs what a poll of the saved device took of late, where there is one.
 * @throws NexusError NX_DRIVER_UNKNOWN_PROTOCOL, NX_REQUEST_INVALID for a connection that has faults.
 */
export function planOfForm(form: Form, pollMs: number | null): ReadPlanView {
  const { protocol, connection: given, tags } = form;
  const manifest = findDriver(typeof protocol === 'string' ? protocol : '');
  const connection = sketchOfForm(manifest, isForm(given) ? given : {});
  const sound = (Array.isArray(tags) ? tags : []).filter(isForm).flatMap((tag) => {
    const found = tag['enabled'] === false ? undefined : driverTagOfForm(tag, manifest, connection);
    if (!found || 'fault' in found) return [];
    const id = typeof tag['id'] === 'string' ? tag['id'] : '';
    const { bounds } = paceOf(pacedForm(form), pacedForm(tag));
    return [{ id, driver: found.tag, pollIntervalMs: durationOf(tag['poll_interval']), bounds }];
  });
  const intervalMs = durationOf(form['poll_interval']) ?? INTERVAL_MS;
  return readPlanView({ manifest, connection, intervalMs, tags: sound }, pollMs);
}

function pacedForm({ poll_interval: interval, adaptive_polling: adaptive }: Form): Parameters<typeof paceOf>[0] {
  const { fastest, slowest } = isForm(adaptive) ? adaptive : {};
  return {
    poll_interval: typeof interval === 'string' ? interval : undefined,
    adaptive_polling: isForm(adaptive) ? PollBounds.safeParse({ fastest, slowest }).data : undefined,
  };
}

const durationOf = (text: unknown): number | undefined =>
  typeof text === 'string' ? parseDurationMs(text) : undefined;

const isForm = (value: unknown): value is Form => typeof value === 'object' && value !== null && !Array.isArray(value);
