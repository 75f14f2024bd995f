/** A stop that takes longer than this is stuck; everything accepted is on disk, so ending it loses nothing accepted. */
const DRAIN_DEADLINE_MS = 30_000;

/**
 * Takes SIGTERM and SIGINT over: the first asks to stop, the second ends the process at once, as if it had never been
 * taken over (exit code 143 or 130). Not by `process.exit`, which would wait for every thread. A stop that takes longer
 * than the deadline is ended too (137).
 * @returns resolves with the first.
 */
export function stopSignals(deadlineMs = DRAIN_DEADLINE_MS): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (asked) {
          process.removeAllListeners(signal);
          process.kill(process.pid, signal);
          return;
        }
        asked = true;
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
