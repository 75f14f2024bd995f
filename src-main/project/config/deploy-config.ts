import { z } from 'zod';

/** `deploy` of `nexus.yaml`: whether workstations that are paired with this gateway may give it a configuration. */
export const DeployConfig = z.strictObject({
  accept: z.boolean().default(false).meta({
    title: 'Accept deploys',
    description:
      'From workstations that were paired by a code (“nexus-edge deploy pair”); every request and package is signed.',
    restart: true,
  }),
  allow_simulated: z.boolean().default(false).meta({
    title: 'Accept simulators',
    description: 'Devices on loopback or with a twin are refused otherwise. For test benches.',
    advanced: true,
  }),
});
