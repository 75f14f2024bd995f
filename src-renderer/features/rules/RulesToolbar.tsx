import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { MenuPlace } from '../../ui/DataGrid.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { type RuleSteps, ruleMenu } from './rule-menu.ts';
import type { RuleRow } from './rule-rows.ts';

interface RulesToolbarProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  /** Rows that the filter leaves, and rows in all. */
  readonly count: readonly [number, number];
  /** Hits of rules that reject. */
  readonly rejected: number;
  readonly chosen: readonly RuleRow[];
  readonly mayEdit: boolean;
  readonly steps: RuleSteps;
  readonly onAdd: () => void;
}

/** What can be done with quality rules. */
export function RulesToolbar(props: RulesToolbarProps): ReactNode {
  const { filter, onFilter, count, rejected, chosen, mayEdit, steps, onAdd } = props;
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  return (
    <div className="toolbar">
      <button
        type="button"
        className="button"
        disabled={!mayEdit}
        title={mayEdit ? 'For all number tags whose topic matches' : 'Engineer role needed.'}
        onClick={onAdd}
      >
        <Plus size={16} strokeWidth={1.5} aria-hidden />
        Rule for topics
      </button>
      <FilterBox label="Filter rules" value={filter} onChange={onFilter} />
      <span className="quiet">
        {formatInteger(count[0])} of {formatInteger(count[1])}
      </span>
      <span className="quiet" title="Hits of rules that reject, since their devices were started">
        {formatInteger(rejected)} rejected
      </span>
      <span className="spacer" />
      <button
        type="button"
        className="button"
        aria-haspopup="menu"
        aria-expanded={menu !== null}
        disabled={chosen.length === 0}
        title={chosen.length === 0 ? 'Choose a rule first.' : 'Also by the right button or the menu key'}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          setMenu({ x: left, y: bottom });
        }}
      >
        More ▾
      </button>
      {menu === null ? null : (
        <Menu label="Quality rule" items={ruleMenu(chosen, mayEdit, steps)} at={menu} onClose={() => setMenu(null)} />
      )}
    </div>
  );
}
