import { create } from 'zustand';
import { tabOpened } from './layout.ts';

/** A device whose refusal is to be seen as the frames that it took; `tag`: of this one, where it is of one. */
export interface FrameRequest {
  readonly device: string;
  readonly tag: string | undefined;
}

/** The frames that the traffic of a device is to bring into sight as soon as it has them. */
export const useFrameRequests = create<{ readonly asked: FrameRequest | undefined }>()(() => ({ asked: undefined }));

/** Opens the traffic of a device where it refuses. */
export function refusalAsked(device: string, tag?: string): void {
  useFrameRequests.setState({ asked: { device, tag } });
  tabOpened(`device/${device}/traffic`, 'kept');
}

export const refusalShown = (): void => useFrameRequests.setState({ asked: undefined });
