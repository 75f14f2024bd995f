import { ChartLine } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { tabOpened, useLayout } from '../../state/layout.ts';
import { openProjectTrend, useProjectTrends } from '../../state/project-trends.ts';
import { isEdited, useTrends } from '../../state/trends.ts';
import { DocumentList } from '../../ui/DocumentList.tsx';

/** The trends of the project, and those that only this browser has. */
export function TrendList(): ReactNode {
  const trends = useTrends((state) => state.trends);
  const { list, reason } = useProjectTrends();
  const active = useLayout((state) => state.active);
  const [fault, setFault] = useState<string | null>(null);
  const own = trends.filter(({ kept }) => kept === undefined);
  const open = (id: string, how: 'preview' | 'kept'): void => {
    setFault(null);
    openProjectTrend(id, how).catch((error: unknown) => setFault(toNexusError(error).text));
  };
  const problem = fault ?? (reason === '' ? null : `The trends of the project could not be read. ${reason}`);
  const isEmpty = list.length === 0 && own.length === 0;
  return (
    <>
      {problem === null ? null : (
        <p className="document-list-note" role="alert">
          {problem}
        </p>
      )}
      {isEmpty && problem === null ? (
        <p className="document-list-note">No trends yet. Select tags and press Ctrl+Shift+A, or press +.</p>
      ) : null}
      {list.length === 0 ? null : (
        <DocumentList
          label="In the project"
          noun="trend"
          icon={ChartLine}
          mayEdit={false}
          documents={list.map(({ id, name, pens, fault: why }) => {
            const local = trends.find(({ kept }) => kept?.id === id);
            const detail = pensText(local?.pens.length ?? pens);
            return {
              ...{ id, name, fault: why },
              detail: local !== undefined && isEdited(local) ? `edited · ${detail}` : detail,
              isActive: local !== undefined && active === `trend/${local.id}`,
            };
          })}
          onOpen={open}
        />
      )}
      {own.length === 0 ? null : (
        <DocumentList
          label="In this browser"
          noun="trend"
          icon={ChartLine}
          mayEdit={false}
          documents={own.map(({ id, name, pens }) => ({
            ...{ id, name },
            detail: pensText(pens.length),
            isActive: active === `trend/${id}`,
          }))}
          onOpen={(id, how) => tabOpened(`trend/${id}`, how)}
        />
      )}
    </>
  );
}

const pensText = (pens: number): string => (pens === 1 ? '1 pen' : `${pens} pens`);
