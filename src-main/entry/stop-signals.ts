/** A stop that takes longer than this is stuck; everything accepted is on disk, so ending it loses nothing accepted. */
const DRAIN_DEADLINE_MS = 30_000;
/**
 * One request often comes twice: Ctrl+C goes to every process of a terminal and is passed on by the parent too, and
 * `timeout` signals child and group.
 */
const SAME_REQUEST_MS = 500;

/**
 * Takes SIGTERM and SIGINT over: the first asks to stop, a second one ends the process at once, as if it had never been
 * taken over (exit code 143 or 130). Not by `process.exit`, which would wait for every thread. A stop that takes longer
 * than the deadline is ended too (137).
 * @returns resolves with the first.
 */
export function stopSignals(deadlineMs = DRAIN_DEADLINE_MS): Promise<void> {
  return new Promise((resolve) => {
    let askedMs: number | undefined;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        const nowMs = performance.now();
        if (askedMs !== undefined) {
          if (nowMs - askedMs < SAME_REQUEST_MS) return;
          process.removeAllListeners(signal);
          process.kill(process.pid, signal);
          return;
        }
        askedMs = nowMs;
        setTimeout(() => giveUp(deadlineMs), deadlineMs).unref();
        resolve();
      });
    }
  });
}

function giveUp(afterMs: number): void {
  process.stderr.write(
    `The service did not stop within ${afterMs / 1_000} s and was ended. Nothing accepted is lost.\n`,
  );
  process.kill(process.pid, 'SIGKILL');
}
