import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';

/** One try to connect that several devices wait for: made by the first who needs it. */
export class SharedDial {
  #dial: Promise<void> | undefined;
  #fault: NexusError | undefined;

  /** A connect is under way. */
  get isDialling(): boolean {
    return this.#dial !== undefined;
  }

  /** Why the last connect came to nothing; undefined once one succeeded. */
  get fault(): NexusError | undefined {
    return this.#fault;
  }

  /**
   * Resolves when the connection stands: the one there is, the one that is being made, or a new one by `open`.
   * @param cancelled what a wait that `signal` ends rejects with
   * Rejects as `open`, or with NX_CANCELLED.
   */
  async connect(
    isStanding: () => boolean,
    open: () => Promise<void>,
    signal: AbortSignal,
    cancelled: () => NexusError,
  ): Promise<void> {
    for (;;) {
      if (signal.aborted) throw cancelled();
      if (isStanding()) return;
      const dial = this.#dial;
      if (!dial) return await this.#connect(open, signal);
      const fault = await faultOf(dial, signal, cancelled);
      if (!fault) return;
      // Called off by the device that dialled for all of us: that is not our failure.
      if (fault.code !== 'NX_CANCELLED') throw fault;
    }
  }

  async #connect(open: () => Promise<void>, signal: AbortSignal): Promise<void> {
    this.#dial = this.#open(open, signal);
    try {
      await this.#dial;
    } finally {
      this.#dial = undefined;
    }
  }

  async #open(open: () => Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await open();
    } catch (cause) {
      // Who ends a connect because it takes too long says so in the reason.
      const fault = signal.reason instanceof NexusError ? signal.reason : toNexusError(cause);
      if (fault.code !== 'NX_CANCELLED') this.#fault = fault;
      throw fault;
    }
    this.#fault = undefined;
  }
}

/** Waits for the dial of another. @returns why it came to nothing; NX_CANCELLED too when `signal` was aborted */
function faultOf(
  dial: Promise<void>,
  signal: AbortSignal,
  cancelled: () => NexusError,
): Promise<NexusError | undefined> {
  return new Promise((resolve) => {
    const onAbort = (): void => resolve(cancelled());
    const settle = (fault?: NexusError): void => {
      signal.removeEventListener('abort', onAbort);
      resolve(fault);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    dial.then(
      () => settle(),
      (cause: unknown) => settle(toNexusError(cause)),
    );
  });
}
