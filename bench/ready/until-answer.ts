const LOOK_MS = 5;
const DEADLINE_MS = 30_000;

/**
 * Asks until an answer is the one that is waited for.
 *
 * @returns when it came, as `performance.now()`. @throws Error after 30 s.
 */
export async function untilAnswer(
  url: string,
  isIt: (response: Response) => boolean | Promise<boolean>,
): Promise<number> {
  const endMs = performance.now() + DEADLINE_MS;
  while (performance.now() < endMs) {
    // Nobody listens yet: that is what is being waited for.
    const response = await fetch(url).catch(() => undefined);
    if (response) {
      const atMs = performance.now();
      if (await isIt(response)) return atMs;
      await response.body?.cancel().catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`${url} did not give the answer that was waited for within ${DEADLINE_MS / 1_000} s`);
}
