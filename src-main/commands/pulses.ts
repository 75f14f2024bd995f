import type { WriteReceipt } from '../../src-shared/contract/writes.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { CommandService } from './command-service.ts';
import type { WriteCommand } from './write-command.ts';

/** What became of both writes of a pulse; `off` is null where the first one certainly did nothing. */
export interface PulseReceipts {
  readonly on: WriteReceipt;
  readonly off: WriteReceipt | null;
}

/**
 * Pulses: true, a while, false. Both writes take the one door, each with a receipt of its own. What was switched on is
 * switched off again whatever happens meanwhile: that the time of arming is over, the window is gone, or the engine stops,
 * which ends the wait. Where nobody knows whether the first write took effect, the second is sent at once.
 */
export class Pulses implements Disposable {
  readonly #clock: Clock;
  readonly #commands: Pick<CommandService, 'execute'>;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<PulseReceipts>>();

  constructor(clock: Clock, commands: Pick<CommandService, 'execute'>) {
    this.#clock = clock;
    this.#commands = commands;
  }

  /** Never rejects: both ends are receipts. @param command without its value */
  async pulse(command: Omit<WriteCommand, 'value' | 'verify'>, widthMs: number): Promise<PulseReceipts> {
    const run = this.#run(command, widthMs);
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
    }
  }

  /** Resolves when everything that was switched on is off again. */
  async dispose(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }

  async #run(command: Omit<WriteCommand, 'value' | 'verify'>, widthMs: number): Promise<PulseReceipts> {
    // Reading back would lengthen the pulse; the end of it is read back.
    const on = await this.#commands.execute({ ...command, value: true, verify: false });
    if (!on.success && on.status !== 'UNKNOWN') return { on, off: null };
    if (on.success) await this.#clock.sleep(widthMs, this.#stop.signal).catch(() => undefined);
    const off = await this.#commands.execute({
      ...command,
      requestId: `${command.requestId}:off`,
      value: false,
      expect: undefined,
      tsUs: undefined,
      ttlMs: undefined,
      verify: true,
      receivedUs: this.#clock.wallUs(),
      // Allowed with the whole pulse: that the arming ended meanwhile must not leave it on.
      actor: { ...command.actor, session: undefined },
      hash: `${command.hash} off`,
    });
    return { on, off };
  }
}
