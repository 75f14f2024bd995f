import { z } from 'zod';
import { Name, Uid } from '../../src-shared/domain/tag.ts';

/** `nexus.yaml`: what is true of the whole gateway. */
export const NexusConfig = z.strictObject({
  schema_version: z
    .literal(1)
    .default(1)
    .meta({ title: 'Schema version', description: 'Of this file; an engine refuses one it does not know.' }),
  project: z.strictObject({
    name: Name.meta({ title: 'Name', description: 'Shown in the title bar and in exports.' }),
    uid: Uid.optional().meta({
      title: 'Identity',
      description: 'Written at the first start; keeps history through renames and moves.',
    }),
    mode: z.enum(['live', 'demo']).default('live').meta({
      title: 'Mode',
      description: 'A demo project starts simulators of its devices on this computer.',
    }),
  }),
  server: z
    .strictObject({
      port: z.int().min(1).max(65_535).optional().meta({
        title: 'HTTP port',
        description: 'On loopback only. Without it nothing listens on TCP unless --port is given.',
        restart: true,
      }),
    })
    .prefault({}),
  access: z
    .strictObject({
      login: z.enum(['token', 'off']).default('token').meta({
        title: 'Login',
        description: 'token: the address printed at the start opens a session. off: none, accepted on loopback only.',
        restart: true,
      }),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ title: 'Log level' }),
    })
    .prefault({}),
});
export type NexusConfig = z.output<typeof NexusConfig>;
