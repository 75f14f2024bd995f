import { create } from 'zustand';

/** A tag of a device as it stands in its table, applied or not. */
export interface DeskRow {
  readonly name: string;
  readonly address: string;
}

/** A new tag in the form of its file. */
export type NewTagForm = Readonly<Record<string, unknown>>;

/** What tables of tags do for whoever finds tags elsewhere. */
export interface TagDesk {
  /** Says from now on which tags a device has, edits included. */
  readonly want: (device: string) => void;
  /** Adds tags to the table of a device, as one step that waits to be applied. Rejects where the table cannot be read. */
  readonly bring: (device: string, forms: readonly NewTagForm[]) => Promise<void>;
}

let desk: TagDesk | undefined;

/** The tags of the devices that were wanted. */
export const useTagDesk = create<{ readonly rows: Readonly<Record<string, readonly DeskRow[]>> }>()(() => ({
  rows: {},
}));

/** Whoever holds the tables takes tags from now on. */
export const tagDeskOpened = (opened: TagDesk): void => void (desk = opened);

export const deskRowsTold = (device: string, rows: readonly DeskRow[]): void =>
  useTagDesk.setState((state) => ({ rows: { ...state.rows, [device]: rows } }));

export const wantDesk = (device: string): void => desk?.want(device);

/** Adds tags to the table of a device. */
export const tagsFound = (device: string, forms: readonly NewTagForm[]): Promise<void> =>
  desk?.bring(device, forms) ?? Promise.resolve();
