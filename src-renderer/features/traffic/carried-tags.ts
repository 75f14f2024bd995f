import type { TagPlaces } from '../../../src-shared/contract/diagnostics.ts';
import type { FramePlace } from '../../../src-shared/contract/traffic.ts';
import type { Exchange } from './exchanges.ts';

const isIn = (a: FramePlace, b: FramePlace): boolean =>
  a.area === b.area && a.start < b.start + b.count && b.start < a.start + a.count;

/** Whether a request reads or writes one of these places, whole or in part; its reply is of the same exchange. */
export function carries({ request }: Exchange, places: readonly FramePlace[]): boolean {
  return (request?.places ?? []).some((asked) => places.some((place) => isIn(asked, place)));
}

/** The tags of a device that a request is about. */
export function tagsIn(exchange: Exchange, tags: readonly TagPlaces[]): readonly TagPlaces[] {
  return tags.filter(({ places }) => carries(exchange, places));
}
