import { z } from 'zod';
import { method } from './define.ts';
import { JobView } from './jobs.ts';

export const demo = {
  start: method({
    doc: 'Adds the demo plant to a project without devices: simulated devices that need no hardware, with the history of a day.',
    permission: 'configure',
    rest: { method: 'POST', path: '/demo' },
    input: z.object({}),
    /** `past` is the job that gives them the history of a day. */
    output: z.object({ devices: z.array(z.string()), past: JobView }),
  }),
  remove: method({
    doc: 'Takes the devices of the demo plant out of the project as one revision; what is stored of them stays.',
    permission: 'configure',
    rest: { method: 'POST', path: '/demo/remove' },
    input: z.object({}),
    output: z.object({ revision: z.number() }),
  }),
  setFault: method({
    doc: 'Makes a simulated device misbehave, or behave again.',
    permission: 'configure',
    rest: { method: 'POST', path: '/demo/{device}/fault' },
    input: z.object({
      device: z.string(),
      fault: z.enum(['none', 'unplug', 'refuse', 'silent', 'rst', 'delay', 'deny']),
    }),
    output: z.object({ device: z.string(), fault: z.string() }),
  }),
};
