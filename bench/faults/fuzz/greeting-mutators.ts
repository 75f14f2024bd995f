import { changing, type Mutator, noise } from './mutator.ts';

const WAYS: readonly Mutator[] = [
  { name: 'a byte', change: (reply, random) => changing('', random(reply.length)).change(reply, random) },
  {
    name: 'a run of bytes at their limits',
    change: (reply, random) => {
      const at = random(reply.length);
      return reply.fill([0, 0x7f, 0x80, 0xff][random(4)]!, at, Math.min(reply.length, at + 1 + random(4)));
    },
  },
  { name: 'cut short', change: (reply, random) => reply.subarray(0, random(reply.length)) },
  { name: 'bytes before', change: (reply, random) => Buffer.concat([noise(random, 1, 20), reply]) },
  { name: 'bytes behind', change: (reply, random) => Buffer.concat([reply, noise(random, 1, 40)]) },
  { name: 'twice', change: (reply) => Buffer.concat([reply, reply]) },
  { name: 'noise', change: (_, random) => noise(random, 8, 200) },
];

/** In what any message can be wrong by which a connection comes about. */
export const GREETING_MUTATORS: readonly Mutator[] = WAYS.map(({ name, change }) => ({
  name: `greeting: ${name}`,
  change,
}));
