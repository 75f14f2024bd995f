import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { scrollRemembered, useLayout } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import type { TabRow } from '../../state/palette.ts';
import { useMay } from '../../state/roles.ts';
import { rulesShown, useRuleRequests } from '../../state/rule-requests.ts';
import { DataGrid, type MenuPlace } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import type { GridHandle } from '../../ui/grid-column.ts';
import { Menu } from '../../ui/Menu.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { RuleDialog } from './RuleDialog.tsx';
import { RulesApplyBar } from './RulesApplyBar.tsx';
import { RulesToolbar } from './RulesToolbar.tsx';
import { RuleTagsDialog } from './RuleTagsDialog.tsx';
import { RULE_COLUMNS } from './rule-columns.tsx';
import { ruleMenu } from './rule-menu.ts';
import { filtered, nameOfRule, type RuleRow, rejectedOf, ruleRows } from './rule-rows.ts';
import { newRuleKey, RULES_PATH, readHits, readRules, useRules } from './rules-store.ts';
import type { TopicRule } from './topic-rules.ts';

/** Hits are read while this page is open. */
const READ_EVERY_MS = 2_000;
const NOT_READ = 'The quality rules could not be read.';
const read = (): void => void readRules();

/** The rule that a dialog is about. */
type Asked =
  | { readonly kind: 'edit'; readonly rule: TopicRule; readonly isNew: boolean }
  | { readonly kind: 'tags'; readonly row: RuleRow };

/** All quality rules of the project, by topic and by tag, and what they found. */
export function RulesPage(): ReactNode {
  const { read: known, problem, found, edits } = useRules();
  const [filter, setFilter] = useState('');
  const [picked, setPicked] = useState<readonly RuleRow[]>([]);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [menu, setMenu] = useState<{ readonly rows: readonly RuleRow[]; readonly at: MenuPlace } | null>(null);
  const grid = useRef<GridHandle>(null);
  useReading();
  const isEngineer = useMay('configure');
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const mayEdit = isEngineer && isOpen;
  const rules = known?.rules;
  const topics = known?.topics;
  const all = useMemo(
    () => ruleRows({ rules: rules ?? [], topics: topics ?? [], edits: edits.now, found }),
    [rules, topics, edits, found],
  );
  const rows = useMemo(() => filtered(all, filter), [all, filter]);
  useAskedFilter(known ? all : undefined, setFilter);
  useTabRows({
    shown: rows,
    all,
    row: tabRow,
    show: () => setFilter(''),
    focus: ({ key }) => grid.current?.focusCell(key),
  });
  if (!known)
    return problem === null ? (
      <Waiting text="Reading the quality rules…" onRetry={read}>
        <GridSkeleton columns={RULE_COLUMNS} />
      </Waiting>
    ) : (
      <ErrorState title={NOT_READ} cause={problem} onRetry={read} />
    );
  const steps = {
    edit: (rule: TopicRule) => setAsked({ kind: 'edit', rule, isNew: false }),
    tags: (row: RuleRow) => setAsked({ kind: 'tags', row }),
  };
  const add = (): void => {
    const rule = { key: newRuleKey(), form: { check: 'range' }, isRemoved: false };
    setAsked({ kind: 'edit', rule, isNew: true });
  };
  // Rows that were chosen are drawn anew with each count.
  const chosen = picked.flatMap(({ key }) => rows.find((row) => row.key === key) ?? []);
  return (
    <Kept isOld={problem !== null}>
      <ReadOnlyStrip needs="configure" to="change quality rules" />
      {problem === null ? null : <ErrorStrip title={NOT_READ} cause={problem} onRetry={read} />}
      <RulesToolbar
        filter={filter}
        onFilter={setFilter}
        count={[rows.length, all.length]}
        rejected={rejectedOf(all)}
        chosen={chosen}
        mayEdit={mayEdit}
        steps={steps}
        onAdd={add}
      />
      {rows.length > 0 ? (
        <DataGrid
          label="Quality rules"
          handle={grid}
          rows={rows}
          columns={RULE_COLUMNS}
          rowKey={({ key }) => key}
          resetOn={filter}
          onSelect={setPicked}
          onMenu={(those, at) => setMenu({ rows: those, at })}
          onActivate={(row) =>
            ruleMenu([row], mayEdit, steps)
              .find(({ state }) => state === 'enabled')
              ?.onChoose()
          }
          initialScrollPx={useLayout.getState().scrollPx[RULES_PATH] ?? 0}
          onScrolled={(px) => scrollRemembered(RULES_PATH, px)}
        />
      ) : (
        <NoRules filter={filter} mayEdit={mayEdit} onClear={() => setFilter('')} onAdd={add} />
      )}
      <RulesApplyBar />
      {menu === null ? null : (
        <Menu
          label="Quality rule"
          items={ruleMenu(menu.rows, mayEdit, steps)}
          at={menu.at}
          onClose={() => setMenu(null)}
        />
      )}
      {asked?.kind === 'edit' ? <RuleDialog {...asked} onClose={() => setAsked(null)} /> : null}
      {asked?.kind === 'tags' ? <RuleTagsDialog row={asked.row} onClose={() => setAsked(null)} /> : null}
    </Kept>
  );
}

const tabRow = (row: RuleRow): TabRow => ({
  key: row.key,
  text: nameOfRule(row),
  detail: row.tag?.topic ?? 'nexus.yaml',
  ...(row.tag && { tag: { device: row.tag.device, tag: row.tag.id } }),
});

/** Reads the rules now and whenever the project changed, and what they found every other second. */
function useReading(): void {
  const devices = useDevices(({ list }) => list);
  const isOpen = useLink(({ state }) => state.kind === 'open');
  useEffect(() => {
    if (isOpen) void readRules();
  }, [isOpen, devices]);
  useEffect(() => {
    if (!isOpen) return undefined;
    void readHits();
    const timer = setInterval(() => void readHits(), READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [isOpen]);
}

/** Somebody asked for some of the rules from another page: all of them where none has these words. */
function useAskedFilter(all: readonly RuleRow[] | undefined, setFilter: (filter: string) => void): void {
  const asked = useRuleRequests(({ filter }) => filter);
  useEffect(() => {
    if (asked === undefined || !all) return;
    setFilter(filtered(all, asked).length > 0 ? asked : '');
    rulesShown();
  }, [asked, all, setFilter]);
}

interface NoRulesProps {
  readonly filter: string;
  readonly mayEdit: boolean;
  readonly onClear: () => void;
  readonly onAdd: () => void;
}

function NoRules({ filter, mayEdit, onClear, onAdd }: NoRulesProps): ReactNode {
  if (filter !== '')
    return (
      <EmptyState text={`No quality rule matches “${filter}”.`}>
        <button type="button" className="button" onClick={onClear}>
          Clear filter (Esc)
        </button>
      </EmptyState>
    );
  return (
    <EmptyState text="No quality rules yet. A rule says when a reading is doubtful, and what is done then: for all tags of a topic here, for one tag in the table of its device.">
      <button type="button" className="button primary" disabled={!mayEdit} onClick={onAdd}>
        Add rule for topics
      </button>
    </EmptyState>
  );
}
