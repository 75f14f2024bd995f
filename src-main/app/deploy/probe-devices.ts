import type { ProjectText } from '../../project/project-text.ts';
import { deviceForm } from '../../project/revisions/edit-device.ts';
import { testDevice } from '../devices/test-device.ts';
import type { Check } from './agent-checks.ts';
import type { DeployParts } from './deploy-parts.ts';

/** Devices that are read once; more would take longer than somebody waits. */
const MOST_PROBED = 50;
const DEADLINE_MS = 20_000;

/** Reads devices once with a configuration that is not applied: a shadow run. @param ids of devices of `text`. */
export async function probeDevices(
  parts: Pick<DeployParts, 'probing'>,
  text: ProjectText,
  ids: readonly string[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const id of ids.slice(0, MOST_PROBED)) checks.push(await probeOne(parts, text, id));
  if (ids.length > MOST_PROBED) {
    const left = `${ids.length - MOST_PROBED} more devices differ and were not read.`;
    checks.push({ check: 'probe', state: 'warning', text: left, code: null });
  }
  if (checks.length === 0) checks.push({ check: 'probe', state: 'ok', text: 'No device differs.', code: null });
  return checks;
}

async function probeOne({ probing }: Pick<DeployParts, 'probing'>, text: ProjectText, id: string): Promise<Check> {
  const form = { ...deviceForm(text, id) };
  try {
    let read = 0;
    for await (const step of testDevice(probing, form, AbortSignal.timeout(DEADLINE_MS))) {
      read += step.sample.length;
      if (step.state === 'fail') {
        const why = step.reason?.text ?? step.title;
        return { check: 'probe', state: 'fault', text: `${id}: ${why}`, code: step.reason?.code ?? null };
      }
    }
    return { check: 'probe', state: 'ok', text: `${id} answered; ${read} tags were read.`, code: null };
  } catch (error) {
    return { check: 'probe', state: 'warning', text: `${id} was not tried: ${String(error)}`, code: null };
  }
}
