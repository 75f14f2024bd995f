import { ERROR_CODES, type ErrorCode } from './error-codes.ts';

/** How an error looks on any wire: RPC, worker messages, problem+json. */
export interface ErrorShape {
  readonly code: ErrorCode;
  /** What happened, with the value seen, and the next step: ready to be shown to a person. */
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** The only error class that crosses a module boundary. Act on `code`, never on `message`. */
export class NexusError extends Error {
  override readonly name = 'NexusError';
  readonly code: ErrorCode;
  readonly context: Readonly<Record<string, unknown>>;

  /**
   * @param message what happened, with the value seen; left out, the summary of the code is used.
   * @param context the values for programs (`host`, `port`, `timeoutMs` …), never secrets.
   */
  constructor(
    code: ErrorCode,
    message?: string,
    context: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(`${message ?? ERROR_CODES[code].summary} [${code}]`, options);
    this.code = code;
    this.context = context;
  }

  /** The message without the code in brackets. */
  get text(): string {
    return this.message.slice(0, -(this.code.length + 3));
  }

  toShape(): ErrorShape {
    return { code: this.code, message: this.text, context: this.context };
  }

  static fromShape(shape: ErrorShape): NexusError {
    return new NexusError(shape.code, shape.message, shape.context);
  }
}

/** Wraps anything thrown, so that every edge speaks in codes. What is already a NexusError passes unchanged. */
export function toNexusError(error: unknown, code: ErrorCode = 'NX_INTERNAL'): NexusError {
  if (error instanceof NexusError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new NexusError(code, text, {}, { cause: error });
}

/** Works for errors made here and for those rebuilt from the wire. */
export function isRetryable(error: unknown): boolean {
  return error instanceof NexusError && ERROR_CODES[error.code].retryable;
}
