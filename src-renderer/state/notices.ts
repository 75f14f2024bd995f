import { create } from 'zustand';

/** A word about something that ended elsewhere (ux 2.6). Never about what the person is looking at. */
export interface Notice {
  readonly id: number;
  /** `done` leaves by itself after 6 s; `failed` stays until it is dismissed. */
  readonly kind: 'done' | 'failed';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

const KEPT = 50;
let next = 1;

/** What stands in the corner, oldest first; one is shown, the others are counted. */
export const useNotices = create<{ readonly list: readonly Notice[] }>()(() => ({ list: [] }));

/** The same words again take the place of the earlier ones. */
export function noticed(notice: Omit<Notice, 'id'>): void {
  const id = next++;
  useNotices.setState(({ list }) => ({
    list: [...list.filter(({ text }) => text !== notice.text), { ...notice, id }].slice(-KEPT),
  }));
}

export function noticeDismissed(id: number): void {
  useNotices.setState(({ list }) => ({ list: list.filter((notice) => notice.id !== id) }));
}
