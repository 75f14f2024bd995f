import { create } from 'zustand';
import type { OfferedConnection } from '../../../src-shared/contract/drivers.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { connectionFilled, editOf } from './device-edits.ts';
import { deviceFile } from './device-faults.ts';
import { textAt } from './device-form.ts';
import { editorForm } from './editor-sections.ts';

/** What a device was asked: in which ways it can be connected to. */
export interface OfferRun {
  readonly state: 'running' | 'done' | 'failed';
  readonly offers: readonly OfferedConnection[];
  /** The one that was chosen. */
  readonly chosen: OfferedConnection | null;
  readonly reason: { readonly code: string; readonly text: string } | null;
}

/** The last answer in each tab. */
export const useConnectionOffers = create<{ readonly byTab: Readonly<Record<string, OfferRun>> }>()(() => ({
  byTab: {},
}));

const put = (tab: string, run: OfferRun): void =>
  useConnectionOffers.setState(({ byTab }) => ({ byTab: { ...byTab, [tab]: run } }));

/** Asks the device of the form as it stands; nothing is saved and nobody is trusted by it. */
export async function offersAsked(tab: string): Promise<void> {
  const edit = editOf(tab);
  if (!edit || useConnectionOffers.getState().byTab[tab]?.state === 'running') return;
  put(tab, { state: 'running', offers: [], chosen: null, reason: null });
  const file = deviceFile(edit, editorForm(edit).sections);
  try {
    const connection = (file['connection'] ?? {}) as Record<string, unknown>;
    const offers = await rpc().drivers.offers({ protocol: textAt(file, 'protocol'), connection });
    put(tab, { state: 'done', offers, chosen: null, reason: null });
  } catch (error) {
    const { code, text } = toNexusError(error);
    put(tab, { state: 'failed', offers: [], chosen: null, reason: { code, text } });
  }
}

/** Fills the form with what chooses this one. */
export function offerChosen(tab: string, offer: OfferedConnection): void {
  const run = useConnectionOffers.getState().byTab[tab];
  if (!run) return;
  connectionFilled(tab, offer.connection);
  put(tab, { ...run, chosen: offer });
}
