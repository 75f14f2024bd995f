import type * as StatusLibrary from 'node-opcua-status-code';

/** Severities good, uncertain and bad; 4,096 codes each. The two bits between are reserved (OPC 10000-4, 7.39). */
const SEVERITIES = 3;
const CODES = 4_096;

/** `0x8F120000` */
export function statusNumber(status: number): string {
  return `0x${(status >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/**
 * Makes the library keep the number of every code that it has no name for, as makers have of their own: it would tell each of
 * them as Bad, even the good ones. Their name is their number. 1.6 MB and 20 ms, once in a thread.
 */
export function keepUnnamedStatus(library: typeof StatusLibrary): void {
  const { StatusCode, StatusCodes, coerceStatusCode, _installStatusCodes } = library;
  class Unnamed extends StatusCode {
    readonly #number: number;

    constructor(number: number) {
      super();
      this.#number = number;
    }

    override get value(): number {
      return this.#number;
    }

    override get name(): string {
      return statusNumber(this.#number);
    }

    override get description(): string {
      return '';
    }
  }
  const named = new Set(Object.values(StatusCodes).map((code) => (code as { readonly value?: number }).value));
  const codes: StatusLibrary.StatusCode[] = [];
  for (let severity = 0; severity < SEVERITIES; severity++) {
    for (let code = 0; code < CODES; code++) {
      const number = severity * 0x4000_0000 + code * 0x1_0000;
      if (!named.has(number)) codes.push(new Unnamed(number));
    }
  }
  _installStatusCodes(codes as never, StatusCodes.Bad, coerceStatusCode);
}
