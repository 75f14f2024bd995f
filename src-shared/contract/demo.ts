import { z } from 'zod';
import { method } from './define.ts';

export const demo = {
  start: method({
    doc: 'Adds the demo plant to a project without devices: simulated devices that need no hardware.',
    role: 'engineer',
    rest: { method: 'POST', path: '/demo' },
    input: z.object({}),
    output: z.object({ devices: z.array(z.string()) }),
  }),
  setFault: method({
    doc: 'Makes a simulated device misbehave, or behave again.',
    role: 'engineer',
    rest: { method: 'POST', path: '/demo/{device}/fault' },
    input: z.object({
      device: z.string(),
      fault: z.enum(['none', 'unplug', 'refuse', 'silent', 'rst', 'delay', 'deny']),
    }),
    output: z.object({ device: z.string(), fault: z.string() }),
  }),
};
