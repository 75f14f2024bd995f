import { rpc } from '../../rpc/connect.ts';

const LONGEST_MS = 8_000;
const LOOK_MS = 150;

/** Waits until the past of the demo plant is stored, or for as long as a person would: a trend reads its history when it opens. */
export async function pastReady(job: string): Promise<void> {
  const endMs = performance.now() + LONGEST_MS;
  while (performance.now() < endMs) {
    const { state } = await rpc().jobs.get({ id: job });
    if (state !== 'running') return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
