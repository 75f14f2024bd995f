import { type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { tabOpened, useLayout } from '../../state/layout.ts';
import { openProjectTrend, useProjectTrends } from '../../state/project-trends.ts';
import { isEdited, useTrends } from '../../state/trends.ts';
import './trend-list.css';

/** The trends of the project, and those that only this browser has. */
export function TrendList(): ReactNode {
  const trends = useTrends((state) => state.trends);
  const { list, reason } = useProjectTrends();
  const active = useLayout((state) => state.active);
  const [fault, setFault] = useState<string | null>(null);
  const own = trends.filter(({ kept }) => kept === undefined);
  if (list.length === 0 && own.length === 0 && reason === '') {
    return <p className="trend-list-note">No trends yet. Select tags and press Ctrl+Shift+A, or press +.</p>;
  }
  const open = (id: string, how: 'preview' | 'kept'): void => {
    setFault(null);
    openProjectTrend(id, how).catch((error: unknown) => setFault(toNexusError(error).text));
  };
  const problem = fault ?? (reason === '' ? null : `The trends of the project could not be read. ${reason}`);
  return (
    <>
      {problem === null ? null : (
        <p className="trend-list-note" role="alert">
          {problem}
        </p>
      )}
      {list.length === 0 ? null : <h3 className="trend-list-title">In the project</h3>}
      <ul className="trend-list">
        {list.map(({ id, name, pens, fault: why }) => {
          const local = trends.find(({ kept }) => kept?.id === id);
          return (
            <Line
              key={id}
              name={name}
              detail={why === null ? pensText(local?.pens.length ?? pens) : 'fault'}
              mark={local !== undefined && isEdited(local) ? 'edited' : undefined}
              hint={why ?? undefined}
              isActive={local !== undefined && active === `trend/${local.id}`}
              onOpen={(how) => open(id, how)}
            />
          );
        })}
      </ul>
      {own.length === 0 ? null : <h3 className="trend-list-title">In this browser</h3>}
      <ul className="trend-list">
        {own.map(({ id, name, pens }) => (
          <Line
            key={id}
            name={name}
            detail={pensText(pens.length)}
            isActive={active === `trend/${id}`}
            onOpen={(how) => tabOpened(`trend/${id}`, how)}
          />
        ))}
      </ul>
    </>
  );
}

const pensText = (pens: number): string => (pens === 1 ? '1 pen' : `${pens} pens`);

interface LineProps {
  readonly name: string;
  readonly detail: string;
  readonly mark?: string | undefined;
  readonly hint?: string | undefined;
  readonly isActive: boolean;
  readonly onOpen: (how: 'preview' | 'kept') => void;
}

function Line({ name, detail, mark, hint, isActive, onOpen }: LineProps): ReactNode {
  return (
    <li>
      <button
        type="button"
        title={hint}
        aria-current={isActive ? 'page' : undefined}
        onClick={() => onOpen('preview')}
        onDoubleClick={() => onOpen('kept')}
      >
        {name}
        <span className="quiet">{mark === undefined ? detail : `${mark} · ${detail}`}</span>
      </button>
    </li>
  );
}
