import { create } from 'zustand';
import { disarmed, useArming } from './arming.ts';
import { useSelection } from './selection.ts';
import type { TagRef } from './tags.ts';

interface Writing {
  /** The dialog that arms is open, for this device; null: for none in particular; undefined: closed. */
  readonly arm: string | null | undefined;
  /** The tag that a value is being prepared for. */
  readonly tag: TagRef | undefined;
}

/** Which dialogs of writing are open. */
export const useWriting = create<Writing>()(() => ({ arm: undefined, tag: undefined }));

export const armAsked = (device: string | null): void => useWriting.setState({ arm: device });
export const armClosed = (): void => useWriting.setState({ arm: undefined });
export const writeAsked = (tag: TagRef): void => useWriting.setState({ tag });
export const writeClosed = (): void => useWriting.setState({ tag: undefined });

/** F8: ends what is armed, or asks to arm the device that is in focus. */
export function armToggled(): void {
  if (useArming.getState().scopes.length > 0) void disarmed().catch(() => undefined);
  else armAsked(useWriting.getState().tag?.device ?? deviceInFocus());
}

function deviceInFocus(): string | null {
  const { selection } = useSelection.getState();
  if (selection.kind === 'none') return null;
  return selection.kind === 'device' ? selection.device : selection.tags[0]!.device;
}
