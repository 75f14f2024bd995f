import { z } from 'zod';
import { Asset } from '../domain/device.ts';
import { event, method } from './define.ts';

/** What is looked for: a protocol at a port. */
const Sought = z.object({ protocol: z.string().max(64), port: z.int().min(1).max(65_535) });

/** Something that listens where it was looked for. */
export const FoundPeer = z.object({
  host: z.string(),
  port: z.number(),
  protocol: z.string(),
  protocolTitle: z.string(),
  /** `device`: it speaks the protocol. `open`: the port is open, and nobody said so. */
  state: z.enum(['device', 'open']),
  /** Who it says it is, or what stood in the way. */
  text: z.string(),
  /** Of a device that reads it. */
  connection: z.record(z.string(), z.unknown()),
  identity: Asset,
});
export type FoundPeer = z.output<typeof FoundPeer>;

export const DiscoveryEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('found'), peer: FoundPeer }),
  /** Connection attempts made, and how many there will be. */
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number() }),
]);
export type DiscoveryEvent = z.output<typeof DiscoveryEvent>;

/** Looking for devices in a network, where somebody asked for it. Identities are read, and nothing is written. */
export const discovery = {
  suggest: method({
    doc: 'What can be looked for: the network that the gateway is in, the protocols with their usual ports, and the bounds.',
    permission: 'configure',
    rest: { method: 'GET', path: '/discovery' },
    input: z.object({}),
    output: z.object({
      range: z.string(),
      protocols: z.array(z.object({ protocol: z.string(), title: z.string(), port: z.number() })),
      /** Of one range, and connection attempts at once. */
      mostAddresses: z.number(),
      atOnce: z.number(),
    }),
  }),
  find: event({
    doc: 'Tries each address of a range at each port, 32 at once, and asks what answers who it is. One search at a time; ends with the last address; leaving the stream stops it.',
    permission: 'configure',
    input: z.object({ range: z.string().max(64), sought: z.array(Sought).min(1).max(8) }),
    payload: DiscoveryEvent,
  }),
};
