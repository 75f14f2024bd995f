import type { DeviceUses } from '../../../src-shared/contract/devices.ts';
import { formatInteger } from '../../ui/number-format.ts';

/** What goes with devices that are deleted, and what stays without values: a line each. */
export function removalLines({ tags, rules, trends, watches, checks }: DeviceUses): readonly string[] {
  const goes = [counted(tags, 'tag', 'tags'), counted(rules, 'quality rule', 'quality rules')].filter(
    (one) => one !== '',
  );
  const stays = [
    ...named('Trend', 'pen', trends),
    ...named('Watch table', 'row', watches),
    ...named('Loop check', 'loop', checks),
  ];
  return [...(goes.length === 0 ? [] : [`${goes.join(' and ')} go with it.`]), ...stays];
}

const counted = (count: number, one: string, some: string): string =>
  count === 0 ? '' : `${formatInteger(count)} ${count === 1 ? one : some}`;

const named = (what: string, row: string, uses: DeviceUses['trends']): readonly string[] =>
  uses.map(({ name, rows }) => `${what} “${name}”: ${counted(rows, row, `${row}s`)} without values.`);
