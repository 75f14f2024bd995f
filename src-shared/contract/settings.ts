import { z } from 'zod';
import { isShallow } from '../domain/json-depth.ts';
import { AppliedView, base, comment, FaultView } from './config.ts';
import { method } from './define.ts';

const MAX_DEPTH = 20;
const patch = z
  .record(z.string().max(64), z.unknown())
  .refine((form) => isShallow(form, MAX_DEPTH), { error: `Nests deeper than ${MAX_DEPTH} levels.` });

export const SettingsView = z.object({
  revision: z.number(),
  /** `nexus.yaml` in the form of its file: what is left out has its default. Secrets stand in it as references only. */
  values: z.record(z.string(), z.unknown()),
  /** JSON Schema of `nexus.yaml`, with `title`, `description`, `default`, `restart`, `advanced`, `secret` and `unit`. */
  schema: z.record(z.string(), z.unknown()),
  /** Settings that the environment says, whatever stands in the file. `path`: `mqtt.url`; `by`: the variable. */
  overridden: z.array(z.object({ path: z.string(), by: z.string(), value: z.unknown() })),
});
export type SettingsView = z.output<typeof SettingsView>;

/** The settings of the gateway: `nexus.yaml`. */
export const settings = {
  get: method({
    doc: 'The settings in the form of their file, what each may be, and what the environment says in their place.',
    permission: 'read',
    rest: { method: 'GET', path: '/settings' },
    input: z.object({}),
    output: SettingsView,
  }),
  check: method({
    doc: 'Every fault that the project would have with these changes; nothing is saved.',
    permission: 'settings',
    asksOnly: true,
    rest: { method: 'POST', path: '/settings/check' },
    input: z.object({ patch }),
    output: z.object({ faults: z.array(FaultView) }),
  }),
  change: method({
    doc: 'Changes what the patch names (RFC 7396: null puts back to the default); tells which changes need a restart.',
    permission: 'settings',
    rest: { method: 'PATCH', path: '/settings' },
    input: z.object({ patch, base, comment }),
    output: AppliedView,
  }),
};
