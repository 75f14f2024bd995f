import { randomUUID } from 'node:crypto';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import { captureStep } from '../checks/capture-step.ts';
import type { ChecksChange } from '../checks/check-desk.ts';
import { addPhoto, readPhoto } from '../checks/check-photos.ts';
import { exerciseStep } from '../checks/exercise-step.ts';
import { addPunch, closePunch, noteLoop, reopenLoop, witnessLoop } from '../checks/loop-notes.ts';
import { proposeLoops } from '../checks/propose-loops.ts';
import { signLoop } from '../checks/sign-loop.ts';
import { startReport } from '../checks/start-report.ts';
import type { EngineParts } from '../engine-parts.ts';
import { jobOwner } from '../jobs/job-owner.ts';
import { identityView } from '../tags/identity-view.ts';
import { isoTime } from '../tags/value-rows.ts';
import { actorOf } from './write-handlers.ts';

/** Changes that a slow reader may be behind. */
const KEPT_EVENTS = 1_000;

/** Loop checks as windows and scripts make, take and sign them. */
export function checkHandlers({
  checks,
  plant,
  clock,
  info,
  jobs,
  resources,
}: EngineParts): NexusHandlers<Call>['checks'] {
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
    exercise: async ({ id, device, tag, step, request_id, confirm }, call) => {
      const place = await checks.place(id, { device, tag });
      return await exerciseStep(checks, place, {
        ...{ step, confirm, requestId: request_id ?? randomUUID(), actor: actorOf(call) },
      });
    },
    note: async ({ id, details, ...ref }, call) =>
      await noteLoop(checks, await checks.place(id, ref), details, about(call)),
    addPhoto: async ({ id, name, base64, ...ref }, call) => {
      const place = await checks.place(id, ref);
      return await addPhoto(checks, place, { name, content: Buffer.from(base64, 'base64') }, about(call));
    },
    photo: ({ photo }) => readPhoto(checks, photo),
    addPunch: async ({ id, text, ...ref }, call) => addPunch(checks, await checks.place(id, ref), text, about(call)),
    closePunch: async ({ id, punch, ...ref }, call) =>
      closePunch(checks, await checks.place(id, ref), punch, about(call)),
    witness: async ({ id, name, ...ref }, call) => witnessLoop(checks, await checks.place(id, ref), name, about(call)),
    reopen: async ({ id, reason, ...ref }, call) =>
      reopenLoop(checks, await checks.place(id, ref), reason, about(call)),
    sign: async ({ id, device, tag, verdict, name, defect }, call) => {
      const place = await checks.place(id, { device, tag });
      return await signLoop(checks, place, { verdict, name, defect, actor: about(call).actor });
    },
    bundle: ({ id }) => checks.bundle(id, { made: isoTime(clock.wallUs()), gateway: info().gateway }),
    report: async ({ id, format, paper }, call) => {
      const { at: made, actor } = about(call);
      const bundle = await checks.bundle(id, { made, gateway: info().gateway });
      return jobs.give(startReport(checks, jobs, bundle, { format, paper, resources, actor }), jobOwner(call));
    },
    verify: () => checks.verify(),
    changed: (_call, signal) =>
      eventStream<ChecksChange>((listener) => checks.changed.on(listener), signal, undefined, KEPT_EVENTS),
  };
}
