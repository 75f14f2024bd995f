import { z } from 'zod';
import { event, method } from './define.ts';

/** How the recording of a device stands. */
export const TrafficState = z.object({
  device: z.string(),
  /** Frames are taken now: recording is on, or somebody watches. */
  recording: z.boolean(),
  /** Recording was switched on and goes on whoever watches. */
  on: z.boolean(),
  /** Frames that are kept, and what they take. */
  frames: z.number(),
  bytes: z.number(),
  limitBytes: z.number(),
  /** Frames that made room for newer ones, and frames that came faster than they could be taken. */
  dropped: z.number(),
  missed: z.number(),
});
export type TrafficState = z.output<typeof TrafficState>;

/** A part of a frame in words, and the bytes that say it. */
export const FrameFieldView = z.object({ name: z.string(), value: z.string(), at: z.number(), length: z.number() });

/** A run of places that a frame is about: `holding`, 107, 2. */
export const FramePlace = z.object({ area: z.string(), start: z.number(), count: z.number() });
export type FramePlace = z.output<typeof FramePlace>;

export const FrameView = z.object({
  /** Counts from 1 in a recording; a number that is missing was dropped. */
  number: z.number(),
  timeUs: z.number(),
  direction: z.enum(['sent', 'received']),
  /** Counts the connections of the recording; 0 where the protocol has none to tell of. */
  connection: z.number(),
  /** What it says in one line; raw bytes where the protocol is not read yet. */
  line: z.string(),
  fields: z.array(FrameFieldView),
  /** Of a request, in protocols whose frames tell: what it reads or writes. */
  places: z.array(FramePlace).optional(),
  hex: z.string(),
  /** Of a reply: the number of its request, and how long it took; null where the request is not in the recording. */
  request: z.number().nullable(),
  tookUs: z.number().nullable(),
  /** The peer refused. */
  refusal: z.boolean(),
});
export type FrameView = z.output<typeof FrameView>;

const byDevice = z.object({ device: z.string().max(64) });

/** Frames as they cross the wire. Nothing is recorded until somebody watches or switches recording on. */
export const traffic = {
  state: method({
    doc: 'How the recording of a device stands.',
    permission: 'diagnose',
    rest: { method: 'GET', path: '/devices/{device}/traffic' },
    input: byDevice,
    output: TrafficState,
  }),
  record: method({
    doc: 'Records a device whoever watches, or no longer. What was recorded stays until it is cleared.',
    permission: 'diagnose',
    rest: { method: 'PUT', path: '/devices/{device}/traffic/recording' },
    input: byDevice.extend({ on: z.boolean() }),
    output: TrafficState,
  }),
  clear: method({
    doc: 'Forgets what was recorded of a device.',
    permission: 'diagnose',
    rest: { method: 'DELETE', path: '/devices/{device}/traffic' },
    input: byDevice,
    output: TrafficState,
  }),
  frames: event({
    doc: 'The frames of a device: the last ones that are kept, then each as it comes. Recorded while it is watched.',
    permission: 'diagnose',
    input: byDevice,
    payload: z.object({ state: TrafficState, frames: z.array(FrameView) }),
  }),
  export: method({
    doc: 'What was recorded of a device as a pcapng file, which Wireshark and tcpdump read.',
    permission: 'diagnose',
    rest: { method: 'GET', path: '/devices/{device}/traffic/pcapng' },
    input: byDevice.extend({
      /** usual: the peer’s port is written as the one that the protocol is known by; real: as it was. */
      ports: z.enum(['usual', 'real']).default('usual'),
    }),
    output: z.object({ name: z.string(), frames: z.number(), base64: z.string() }),
  }),
};
