import { isIP } from 'node:net';
import { z } from 'zod';
import { port } from './config-fields.ts';

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::\d{1,5})?$/i;

/** `server:` of `nexus.yaml`: where the workstation and its calls are served. */
export const ServerConfig = z.strictObject({
  port: port().optional().meta({
    title: 'HTTP port',
    description:
      'Without it nothing listens on TCP unless --port is given; programs on this computer use a socket of their own.',
    restart: true,
  }),
  address: z
    .string()
    .refine((address) => isIP(address) !== 0, {
      error: (issue) =>
        `“${String(issue.input)}” is no IP address. Write 127.0.0.1 for this computer only, or 0.0.0.0 for every network.`,
    })
    .default('127.0.0.1')
    .meta({
      title: 'Address',
      description:
        'Of the network to listen on. Any other than loopback needs TLS, which is on by itself, a login and an administrator; until there is one, loopback is served instead.',
      examples: ['127.0.0.1', '0.0.0.0', '192.168.10.5'],
      fault: 'HOST_SYNTAX',
      restart: true,
    }),
  hosts: z
    .array(
      z
        .string()
        .regex(HOST, {
          error: (issue) => `“${String(issue.input)}” is no host name. Write it as browsers do: edge-7.plant.example.`,
        })
        .meta({ title: 'Name', fault: 'HOST_SYNTAX' }),
    )
    .max(50)
    .default([])
    .meta({
      title: 'Names',
      description:
        'By which browsers open the workstation, besides its addresses and the name of this computer; also behind a proxy. With a port where it is another one.',
      examples: [['edge-7.plant.example']],
      restart: true,
    }),
  tls: z
    .strictObject({
      loopback: z.boolean().default(false).meta({
        title: 'On loopback too',
        description: 'Off: a browser on this computer uses plain HTTP, which never leaves it.',
        restart: true,
      }),
      cert: z
        .string()
        .min(1)
        .max(1_024)
        .optional()
        .meta({
          title: 'Certificate',
          description:
            'PEM file with its chain; one that the gateway makes and renews itself unless given. A new file is taken within a minute.',
          examples: ['tls/edge-7.pem'],
          fault: 'NAME_LENGTH',
          restart: true,
        }),
      key: z
        .string()
        .min(1)
        .max(1_024)
        .optional()
        .meta({
          title: 'Key',
          description: 'PEM file, without a password.',
          examples: ['tls/edge-7.key'],
          fault: 'NAME_LENGTH',
          restart: true,
        }),
    })
    .prefault({})
    .meta({ title: 'TLS', description: 'From version 1.2.' }),
});
export type ServerConfig = z.output<typeof ServerConfig>;
