import { execFile } from 'node:child_process';
import type { Environment } from '../../project/config/environment-overrides.ts';

/** Hands variables to the service manager; the answer is the error that came, if any. */
export type Notify = (variables: readonly string[]) => Promise<Error | undefined>;

const NOTIFY_DEADLINE_MS = 5_000;
/** In a status line of systemd nothing but one short line is shown. */
const MAX_STATUS = 200;

/**
 * Tells systemd how the service is (`Type=notify`). Node has no datagram sockets of Unix, so that `systemd-notify`, which
 * comes with systemd, carries each message; the unit says `NotifyAccess=all` for it. Messages go out one after another,
 * so that an old status never comes after a newer one.
 */
export class SystemdNotifier {
  /** How often a sign of life is awaited; undefined: never. */
  readonly watchdogMs: number | undefined;
  readonly #notify: Notify;
  readonly #onError: (error: Error) => void;
  #last: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(notify: Notify, watchdogMs: number | undefined, onError: (error: Error) => void) {
    this.#notify = notify;
    this.watchdogMs = watchdogMs;
    this.#onError = onError;
  }

  /** Undefined where no service manager asked to be told. */
  static of(
    environment: Environment,
    pid: number,
    onError: (error: Error) => void,
    notify: Notify = notifySystemd,
  ): SystemdNotifier | undefined {
    if (!environment['NOTIFY_SOCKET']) return undefined;
    const micros = Number(environment['WATCHDOG_USEC']);
    // Meant for another process of the unit where it names one that this is not.
    const isForUs = !environment['WATCHDOG_PID'] || Number(environment['WATCHDOG_PID']) === pid;
    const watchdogMs = isForUs && micros > 0 ? micros / 1_000 : undefined;
    return new SystemdNotifier(notify, watchdogMs, onError);
  }

  starting(status: string): Promise<void> {
    return this.#send([statusLine(status)]);
  }

  /** Whatever waits for this service is started now. */
  ready(status: string): Promise<void> {
    return this.#send(['READY=1', statusLine(status)]);
  }

  status(status: string): Promise<void> {
    return this.#send([statusLine(status)]);
  }

  alive(): Promise<void> {
    return this.#send(['WATCHDOG=1']);
  }

  stopping(status: string): Promise<void> {
    return this.#send(['STOPPING=1', statusLine(status)]);
  }

  #send(variables: readonly string[]): Promise<void> {
    this.#last = this.#last.then(async () => {
      const error = await this.#notify(variables);
      // One line in the log says it; a service that cannot tell how it is runs on.
      if (error && !this.#hasFailed) this.#onError(error);
      this.#hasFailed = error !== undefined;
    });
    return this.#last;
  }
}

const statusLine = (text: string): string => `STATUS=${text.replaceAll(/\s+/g, ' ').slice(0, MAX_STATUS)}`;

function notifySystemd(variables: readonly string[]): Promise<Error | undefined> {
  return new Promise((resolve) => {
    execFile('systemd-notify', [...variables], { timeout: NOTIFY_DEADLINE_MS }, (error) => resolve(error ?? undefined));
  });
}
