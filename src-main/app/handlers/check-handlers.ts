import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import { captureStep } from '../checks/capture-step.ts';
import type { ChecksChange } from '../checks/check-desk.ts';
import { proposeLoops } from '../checks/propose-loops.ts';
import { signLoop } from '../checks/sign-loop.ts';
import type { EngineParts } from '../engine-parts.ts';
import { identityView } from '../tags/identity-view.ts';
import { isoTime } from '../tags/value-rows.ts';

/** Changes that a slow reader may be behind. */
const KEPT_EVENTS = 1_000;

/** Loop checks as windows and scripts make, take and sign them. */
export function checkHandlers({ checks, plant, clock }: EngineParts): NexusHandlers<Call>['checks'] {
  const about = (call: Call): { readonly at: string; readonly actor: string } => ({
    at: isoTime(clock.wallUs()),
    actor: identityView(call).name,
  });
  return {
    list: () => checks.list(),
    get: async ({ id }) => {
      const { document, version } = await checks.sheets.get(id);
      return { ...document, version };
    },
    loops: ({ id }) => checks.loops(id),
    propose: (asked) => proposeLoops(plant.directory, asked),
    save: async ({ base, ...sheet }) => ({ version: await checks.sheets.save(sheet, base) }),
    remove: async ({ id }, call) => ({ removed: await checks.remove(id, about(call)) }),
    capture: async ({ id, device, tag, step, by }, call) => {
      const place = await checks.place(id, { device, tag });
      return await captureStep(checks, place, { step, by, actor: about(call).actor });
    },
    sign: async ({ id, device, tag, verdict, name, defect }, call) => {
      const place = await checks.place(id, { device, tag });
      return await signLoop(checks, place, { verdict, name, defect, actor: about(call).actor });
    },
    verify: () => checks.verify(),
    changed: (_call, signal) =>
      eventStream<ChecksChange>((listener) => checks.changed.on(listener), signal, undefined, KEPT_EVENTS),
  };
}
