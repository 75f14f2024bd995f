import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { FilterField } from '../../../src-shared/domain/compile-filter.ts';
import { isBad, isGood, severity } from '../../../src-shared/domain/quality.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { liveValues } from '../../state/live-values.ts';
import { ageMsOf, hasAge, stateOf } from './live-reading.ts';

/** What a filter may ask of the live value of a tag, of rows that have one. */
export function liveFields<R>(viewOf: (row: R) => TagView | null): readonly FilterField<R>[] {
  const read = (of: (tag: TagView) => number | undefined) => (row: R) => {
    const tag = viewOf(row);
    return tag && hasAge(tag) ? of(tag) : undefined;
  };
  const is = (of: (tag: TagView, status: number) => boolean) => (row: R) => {
    const tag = viewOf(row);
    return tag !== null && liveValues.seen(tag.index) && of(tag, liveValues.status[tag.index] ?? 0);
  };
  return [
    {
      id: 'value',
      doc: 'Live value, in its unit',
      kind: 'number',
      isLive: true,
      read: read(({ index }) => liveValues.value[index]),
    },
    { id: 'age', doc: 'Since the value was known to hold', kind: 'duration', isLive: true, read: read(ageMsOf) },
    {
      id: 'changed',
      doc: 'Since the last new value',
      kind: 'duration',
      asks: 'within',
      isLive: true,
      read: read(({ index }) => (gatewayNowUs() - (liveValues.usableUs[index] ?? 0)) / 1_000),
    },
    {
      id: 'q',
      also: ['quality'],
      doc: 'Quality',
      kind: 'state',
      isLive: true,
      states: {
        good: is((_tag, status) => isGood(status)),
        uncertain: is((_tag, status) => severity(status) === 'uncertain'),
        bad: is((_tag, status) => isBad(status)),
        stale: is((tag) => stateOf(tag, ageMsOf(tag)) === 'stale'),
        none: (row) => {
          const tag = viewOf(row);
          return tag === null || !liveValues.seen(tag.index);
        },
      },
    },
  ];
}
