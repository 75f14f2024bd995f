import { create } from 'zustand';
import type { SuggestedValues } from '../../../src-shared/contract/drivers.ts';
import { rpc } from '../../rpc/connect.ts';

/** What the gateway can choose from for fields of a connection, by protocol: the serial ports that it has. */
export const useSuggestions = create<{ readonly byProtocol: Readonly<Record<string, SuggestedValues>> }>()(() => ({
  byProtocol: {},
}));

/** Asks anew: adapters are plugged in while somebody looks. Without an answer the fields are typed in. */
export async function wantSuggestions(protocol: string): Promise<void> {
  const values = await rpc()
    .drivers.suggestions({ protocol })
    .catch(() => undefined);
  if (values) useSuggestions.setState(({ byProtocol }) => ({ byProtocol: { ...byProtocol, [protocol]: values } }));
}
