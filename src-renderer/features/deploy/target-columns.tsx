import type { ReactNode } from 'react';
import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import type { Column } from '../../ui/DataGrid.tsx';
import { StateCell } from './StateCell.tsx';
import { agentWord, driftWord, healthWord, lastDeployText, runsText } from './target-words.ts';

/** What the cells of targets do. */
export interface TargetSteps {
  readonly mayDeploy: boolean;
  readonly choose: (target: string, isChosen: boolean) => void;
  readonly rollback: (target: TargetView) => void;
  readonly drift: (target: TargetView) => void;
}

/** A target as the list shows it. */
export interface TargetRow extends TargetView {
  readonly isChosen: boolean;
}

/** What the page lists of each target. */
export function targetColumns(steps: TargetSteps): readonly Column<TargetRow>[] {
  return [
    {
      id: 'chosen',
      title: 'Chosen',
      heading: 'hidden',
      widthPx: 32,
      use: 'always',
      cell: (row) => <Chosen row={row} steps={steps} />,
    },
    {
      id: 'name',
      title: 'Target',
      widthPx: 104,
      grow: true,
      use: 'always',
      cell: ({ name, address }) => <span title={address}>{name}</span>,
      text: ({ name }) => name,
    },
    {
      id: 'agent',
      title: 'Agent',
      widthPx: 76,
      cell: (row) => <StateCell state={agentWord(row)} title={row.agent.reason?.text ?? row.address} />,
      text: (row) => agentWord(row).text,
    },
    {
      id: 'runs',
      title: 'Runs rev',
      widthPx: 84,
      cell: (row) => runsText(row, Date.now()) || '—',
      text: (row) => runsText(row, Date.now()),
    },
    {
      id: 'drift',
      title: 'Drift',
      widthPx: 172,
      cell: (row) => <Drift row={row} steps={steps} />,
      text: (row) => driftWord(row).text,
    },
    {
      id: 'devices',
      title: 'Devices',
      widthPx: 64,
      align: 'right',
      cell: ({ online }) => (online ? `${online.connected}/${online.total}` : '—'),
      text: ({ online }) => (online ? `${online.connected}/${online.total}` : ''),
    },
    {
      id: 'rollback',
      title: 'Roll back',
      heading: 'hidden',
      widthPx: 92,
      use: 'always',
      cell: (row) => <Back row={row} steps={steps} />,
    },
    {
      id: 'health',
      title: 'Health',
      widthPx: 156,
      grow: true,
      cell: (row) => <StateCell state={healthWord(row, Date.now())} />,
      text: (row) => healthWord(row, Date.now()).text,
    },
    { id: 'last', title: 'Last deploy', widthPx: 148, cell: (row) => lastDeployText(row) || '—', text: lastDeployText },
  ];
}

interface CellProps {
  readonly row: TargetRow;
  readonly steps: TargetSteps;
}

const Chosen = ({ row, steps }: CellProps): ReactNode => (
  <input
    type="checkbox"
    className="deploy-check"
    aria-label={`Deploy to ${row.name}`}
    checked={row.isChosen}
    disabled={!steps.mayDeploy || row.run !== null}
    onClick={(event) => event.stopPropagation()}
    onChange={({ target }) => steps.choose(row.id, target.checked)}
  />
);

function Drift({ row, steps }: CellProps): ReactNode {
  const state = <StateCell state={driftWord(row)} title={row.drift.text} />;
  if (row.drift.kind !== 'moved') return state;
  return (
    <button
      type="button"
      className="link-button"
      onClick={(event) => {
        event.stopPropagation();
        steps.drift(row);
      }}
    >
      {state}
    </button>
  );
}

function Back({ row, steps }: CellProps): ReactNode {
  const whyNot = !steps.mayDeploy
    ? 'Engineer role needed.'
    : row.deployments.length < 2
      ? 'It had no other deployment yet.'
      : row.run === null
        ? undefined
        : 'A deploy runs there.';
  return (
    <button
      type="button"
      className="link-button"
      disabled={whyNot !== undefined}
      title={whyNot ?? `Shows first what going back changes on ${row.name}`}
      onClick={(event) => {
        event.stopPropagation();
        steps.rollback(row);
      }}
    >
      Roll back…
    </button>
  );
}
