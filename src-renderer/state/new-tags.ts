import { create } from 'zustand';

/** Fields of a tag as in the file of its device: name, address, data_type. */
export type NewTagForm = Readonly<Record<string, unknown>>;

/** Tags that were made of something that was found, and wait for the table of their device: it takes them as edits. */
export const useNewTags = create<{ readonly byDevice: Readonly<Record<string, readonly NewTagForm[]>> }>()(() => ({
  byDevice: {},
}));

/** Hands tags to the table of a device, which takes them when it is shown. They are not applied before the person says so. */
export function tagsMade(device: string, forms: readonly NewTagForm[]): void {
  if (forms.length === 0) return;
  useNewTags.setState(({ byDevice }) => ({
    byDevice: { ...byDevice, [device]: [...(byDevice[device] ?? []), ...forms] },
  }));
}

/** What waits for the table of a device; it is the table's from then on. */
export function newTagsTaken(device: string): readonly NewTagForm[] {
  const forms = useNewTags.getState().byDevice[device] ?? [];
  if (forms.length > 0)
    useNewTags.setState(({ byDevice }) => {
      const { [device]: _taken, ...others } = byDevice;
      return { byDevice: others };
    });
  return forms;
}
