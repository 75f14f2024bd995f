import { type CommandBench, DEVICE, TAG } from './command-bench.ts';
import { CommandSender } from './command-sender.ts';

/** 50 run, 1,000 wait, the others are refused at once (SPEC D and reliability reference 3.8). */
export const BURST = { commands: 1_500, refused: 450 };
/** How long a command may wait for its device, which stands still during the burst. */
const TTL_MS = 30_000;

export interface Burst {
  /** From the last byte that was sent until the last refusal came. */
  readonly lastRefusalMs: number;
  /** `duration_ms` of the slowest refusal, as the answer itself says. */
  readonly slowestMs: number;
  /** From the last byte until the last echo of as many messages over the same broker. */
  readonly echoMs: number;
}

/** Sends the burst while the device stands still, then lets it go on. @throws Error when an answer or an entry is missing. */
export async function burst(
  { peer, brokerUrl, journalled }: CommandBench,
  commands: CommandSender,
  name: string,
): Promise<Burst> {
  const echoMs = await echo(brokerUrl);
  peer.server.kill('SIGSTOP');
  try {
    for (let n = 0; n < BURST.commands; n++) {
      commands.send(`nexus/cmd/${DEVICE}/write`, {
        tag_id: TAG,
        value: n % 3_000,
        request_id: `${name}-${n}`,
        ttl_ms: TTL_MS,
      });
    }
    // The earliest moment at which the last byte may be on its way: whatever comes after it counts against us.
    const sentMs = performance.now();
    await commands.until(BURST.refused);
    peer.server.kill('SIGCONT');
    await commands.until(BURST.commands);
    const answers = commands.take();
    const refused = answers.filter(({ code }) => code === 'BUSY');
    const ids = new Set(answers.map(({ id }) => id)).size;
    if (ids !== BURST.commands || refused.length !== BURST.refused)
      throw new Error(
        `${ids} commands were answered, ${refused.length} with BUSY; expected ${BURST.commands} and ${BURST.refused}`,
      );
    const entries = journalled(`${name}-`);
    if (entries !== BURST.commands) throw new Error(`${entries} of ${BURST.commands} commands are in the journal`);
    return {
      lastRefusalMs: Math.max(...refused.map(({ atMs }) => atMs)) - sentMs,
      slowestMs: Math.max(...refused.map(({ durationMs }) => durationMs)),
      echoMs,
    };
  } finally {
    peer.server.kill('SIGCONT');
  }
}

/** As many messages as the burst has, to ourselves. */
async function echo(brokerUrl: string): Promise<number> {
  const topic = 'bench/echo';
  const sender = await CommandSender.connect(brokerUrl, topic);
  try {
    for (let n = 0; n < BURST.commands; n++)
      sender.send(topic, { tag_id: TAG, value: n, request_id: `echo-${n}`, ttl_ms: TTL_MS });
    const sentMs = performance.now();
    await sender.until(BURST.commands);
    return sender.take().at(-1)!.atMs - sentMs;
  } finally {
    await sender.dispose();
  }
}
