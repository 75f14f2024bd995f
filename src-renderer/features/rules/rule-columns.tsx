import type { ReactNode } from 'react';
import { ruleCondition } from '../../../src-shared/domain/rule-words.ts';
import type { Column } from '../../ui/DataGrid.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger, formatSignificant } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';
import type { RuleRow } from './rule-rows.ts';
import type { Found } from './rules-store.ts';

const ACTIONS = { flag: 'Flag', reject: 'Reject', alert: 'Alert' } as const;
const SIGNS = { new: ['+', 'New'], edited: ['~', 'Edited'], removed: ['−', 'Removed'] } as const;

/** What the page of quality rules lists of each. */
export const RULE_COLUMNS: readonly Column<RuleRow>[] = [
  { id: 'state', title: 'State', heading: 'hidden', widthPx: 28, sticky: true, cell: (row) => <State row={row} /> },
  { id: 'rule', title: 'Finds', widthPx: 168, grow: true, cell: (row) => <Condition row={row} /> },
  { id: 'action', title: 'Action', widthPx: 60, cell: ({ rule }) => ACTIONS[rule.action ?? 'flag'] },
  { id: 'of', title: 'Of', widthPx: 168, grow: true, cell: (row) => <Of row={row} /> },
  {
    id: 'tags',
    title: 'Tags',
    widthPx: 48,
    align: 'right',
    cell: ({ tags }) => (tags === null ? <span title="Known after Apply">—</span> : formatInteger(tags)),
  },
  { id: 'hits', title: 'Hits', widthPx: 60, align: 'right', cell: ({ found }) => formatInteger(found?.hits ?? 0) },
  {
    id: 'last',
    title: 'Last hit',
    widthPx: 150,
    grow: true,
    cell: ({ found }) => (found ? <Last found={found} /> : '—'),
  },
  {
    id: 'when',
    title: 'When',
    widthPx: 104,
    cell: ({ found }) => (found ? formatTime(found.last.timeUs / 1_000) : '—'),
  },
];

function State({ row: { state, found } }: { readonly row: RuleRow }): ReactNode {
  if (state === 'same') return found ? <Glyph name="half" title="It found something." /> : null;
  const [sign, word] = SIGNS[state];
  return (
    <span className="rule-state mono" title={word}>
      <span aria-hidden>{sign}</span>
      <span className="visually-hidden">{word}</span>
    </span>
  );
}

function Condition({ row: { rule, tag, state } }: { readonly row: RuleRow }): ReactNode {
  const text = ruleCondition(rule, tag?.unit);
  return (
    <span className={state === 'removed' ? 'text rule-removed' : 'text'} title={text}>
      {text}
    </span>
  );
}

function Of({ row: { topic, tag } }: { readonly row: RuleRow }): ReactNode {
  if (topic)
    return (
      <span className="text mono" title={`Of every number tag whose topic matches ${topic.pattern}`}>
        {topic.pattern}
      </span>
    );
  return (
    <span className="text" title={tag?.topic}>
      {tag?.name} <span className="quiet">{tag?.device}</span>
    </span>
  );
}

function Last({ found: { last } }: { readonly found: Found }): ReactNode {
  const number = last.value === null ? 'no number' : formatSignificant(last.value);
  const value = last.unit === '' || last.value === null ? number : `${number} ${last.unit}`;
  return (
    <span className="text" title={`${last.device}/${last.tag}: ${value}`}>
      {last.name} <span className="rule-value">{value}</span>
    </span>
  );
}
