import type { NexusClient } from '../../src-shared/contract/contract.ts';

type Call = (input: unknown, options?: unknown) => Promise<unknown>;

/** The contract over a raw client of the envelope: a stream is opened with options alone, a call with its input first. */
export function contractClient(raw: unknown): NexusClient {
  const areas = raw as Readonly<Record<string, Readonly<Record<string, Call>>>>;
  const client = new Proxy({} as Record<string, unknown>, {
    get: (_, area: string) =>
      new Proxy({} as Record<string, unknown>, {
        get: (_unused, name: string) => (first: unknown, second?: unknown) =>
          isStream(first) ? areas[area]![name]!(first.input, first) : areas[area]![name]!(first, second),
      }),
  });
  return client as unknown as NexusClient;
}

function isStream(first: unknown): first is { readonly signal: AbortSignal; readonly input?: unknown } {
  return typeof first === 'object' && first !== null && 'signal' in first && first.signal instanceof AbortSignal;
}
