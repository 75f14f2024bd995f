import { DEVICE, TAG } from './command-bench.ts';
import type { CommandSender } from './command-sender.ts';

/** Writes that are on their way at once: as many as run at once. */
const OUTSTANDING = 50;

/** Writes again and again, each read back by the service. @returns writes a second. @throws Error unless all are verified. */
export async function verifiedWrites(commands: CommandSender, count: number, name: string): Promise<number> {
  let sent = 0;
  const fill = (): void => {
    for (; sent < count && sent - commands.count < OUTSTANDING; sent++) {
      commands.send(`nexus/cmd/${DEVICE}/write`, { tag_id: TAG, value: sent % 3_000, request_id: `${name}-${sent}` });
    }
  };
  const startedMs = performance.now();
  commands.onAnswer = fill;
  fill();
  await commands.until(count);
  commands.onAnswer = () => {};
  const answers = commands.take();
  const other = answers.find(({ status }) => status !== 'DONE_VERIFIED');
  if (other) throw new Error(`Write ${other.id} ended as ${other.status} ${other.code ?? ''}`);
  return (count * 1_000) / (answers.at(-1)!.atMs - startedMs);
}
