import { useEffect, useRef } from 'react';
import { rpc } from '../../rpc/connect.ts';
import { refusalShown, useFrameRequests } from '../../state/frame-requests.ts';
import { useTags } from '../../state/tags.ts';
import type { Exchange } from './exchanges.ts';
import { stateOf } from './exchanges.ts';

/**
 * Picks the newest exchange that the device refused, where somebody asked for it. A refused address is left alone for a while,
 * so that the tag is read once, as soon as frames are taken.
 *
 * @param isRecording frames come
 */
export function useAskedFrame(
  device: string,
  exchanges: readonly Exchange[],
  isRecording: boolean,
  pick: (number: number) => void,
): void {
  const asked = useFrameRequests((state) => (state.asked?.device === device ? state.asked : undefined));
  const isProvoked = useRef(false);
  const refused = asked && exchanges.findLast((exchange) => stateOf(exchange) === 'refused');
  useEffect(() => {
    if (!asked) {
      isProvoked.current = false;
      return;
    }
    if (refused) {
      pick(refused.number);
      refusalShown();
    } else if (isRecording && !isProvoked.current) {
      isProvoked.current = true;
      void provoke(device, asked.tag);
    }
  }, [device, asked, refused, isRecording, pick]);
}

/** Reads the tag out of its turn: what the device says to that is on the page at once. */
async function provoke(device: string, id: string | undefined): Promise<void> {
  const tags = useTags.getState().byDevice[device]?.tags ?? [];
  const tag = tags.find((one) => one.id === id) ?? tags[0];
  if (!tag) return;
  // What the device says stands in its traffic: here nobody waits for the value.
  await rpc()
    .values.readLoose({ device, tags: [{ address: tag.address, data_type: tag.dataType }] })
    .catch(() => undefined);
}
