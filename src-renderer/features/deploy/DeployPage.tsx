import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { deployRead, followDeploy, runClosed, targetsBehind, useDeploy } from '../../state/deploy.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { DataGrid, type MenuPlace } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { AgentStrip } from './AgentStrip.tsx';
import type { DeployAsked } from './deploy-asked.ts';
import { RunPane } from './RunPane.tsx';
import { TargetDialogs } from './TargetDialogs.tsx';
import { TargetDiff } from './TargetDiff.tsx';
import { type TargetRow, type TargetSteps, targetColumns } from './target-columns.tsx';
import { targetMenu } from './target-menu.ts';
import './deploy.css';

const NOT_READ = 'The targets could not be read.';
const read = (): void => void deployRead();
const keyOf = ({ id }: TargetRow): string => id;
const NO_STEPS: TargetSteps = { mayDeploy: false, choose: read, rollback: read, drift: read };

/** Applied configurations moved to headless gateways, with proof and a way back. */
export function DeployPage(): ReactNode {
  const { targets, revision, runs, closedRun, problem } = useDeploy();
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const mayDeploy = useMay('deploy') && isOpen;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [picked, setPicked] = useState<string>();
  const [asked, setAsked] = useState<DeployAsked | null>(null);
  const [menu, setMenu] = useState<{ readonly target: string; readonly at: MenuPlace } | null>(null);
  const isRead = targets !== undefined;
  useEffect(() => {
    if (isOpen) read();
  }, [isOpen]);
  useEffect(() => {
    if (!isRead) return undefined;
    const abort = new AbortController();
    followDeploy(abort.signal);
    return () => abort.abort();
  }, [isRead]);
  const choose = useCallback((target: string, isChosen: boolean) => {
    setChosen((before) => new Set([...before].filter((id) => id !== target).concat(isChosen ? target : [])));
  }, []);
  const columns = useMemo(
    () =>
      targetColumns({
        mayDeploy,
        choose,
        rollback: (target) => setAsked({ kind: 'rollback', target }),
        drift: (target) => setAsked({ kind: 'drift', target }),
      }),
    [mayDeploy, choose],
  );
  const rows = useMemo(
    () => (targets ?? []).map((target) => ({ ...target, isChosen: chosen.has(target.id) })),
    [targets, chosen],
  );
  if (!targets)
    return problem === null ? (
      <Waiting text="Reading the targets…" onRetry={read}>
        <GridSkeleton columns={targetColumns(NO_STEPS)} />
      </Waiting>
    ) : (
      <ErrorState title={NOT_READ} cause={problem.text} code={problem.code} onRetry={read} />
    );
  const add = (): void => setAsked({ kind: 'add' });
  const going = rows.filter(({ isChosen }) => isChosen);
  const shown = rows.find(({ id }) => id === picked) ?? rows[0];
  const run = runs.find(({ id }) => id !== closedRun);
  const isRunShown = run !== undefined && run.id === runs[0]?.id;
  const ofMenu = rows.find(({ id }) => id === menu?.target);
  return (
    <Kept isOld={problem !== null}>
      <ReadOnlyStrip needs="deploy" to="deploy and roll back" />
      {problem === null ? null : <ErrorStrip title={NOT_READ} cause={problem.text} onRetry={read} />}
      <AgentStrip />
      {rows.length === 0 ? (
        <NoTargets mayDeploy={mayDeploy} onAdd={add} />
      ) : (
        <>
          <div className="toolbar">
            <span>
              Workspace revision {revision} ({behindText(rows.length, targetsBehind({ targets }))})
            </span>
            <span className="spacer" />
            <button type="button" className="button" onClick={() => tabOpened('revisions', 'kept')}>
              Revisions
            </button>
            <button type="button" className="button" disabled={!mayDeploy} title={whyNot(mayDeploy)} onClick={add}>
              Add target
            </button>
            <button
              type="button"
              className="button primary"
              disabled={!mayDeploy || going.length === 0}
              title={whyNot(mayDeploy) ?? (going.length === 0 ? 'Tick the targets first.' : undefined)}
              onClick={() => setAsked({ kind: 'deploy', targets: going })}
            >
              Deploy to {going.length} selected…
            </button>
          </div>
          <DataGrid
            label="Targets"
            rows={rows}
            columns={columns}
            rowKey={keyOf}
            resetOn=""
            onSelect={(selected) => setPicked(selected.at(-1)?.id)}
            onActivate={(row) => choose(row.id, !row.isChosen)}
            onMenu={([row], at) => row && setMenu({ target: row.id, at })}
          />
          <div className="deploy-pane">
            {isRunShown ? (
              <RunPane run={run} mayDeploy={mayDeploy} onClose={() => runClosed(run.id)} />
            ) : shown ? (
              <TargetDiff target={shown} to={revision} />
            ) : null}
          </div>
        </>
      )}
      {menu && ofMenu ? (
        <Menu
          label="Target"
          items={targetMenu(ofMenu, { mayDeploy, revision, ask: setAsked })}
          at={menu.at}
          onClose={() => setMenu(null)}
        />
      ) : null}
      {asked ? (
        <TargetDialogs
          asked={asked}
          revision={revision}
          onClose={() => setAsked(null)}
          onStarted={() => setChosen(new Set())}
        />
      ) : null}
    </Kept>
  );
}

const whyNot = (mayDeploy: boolean): string | undefined => (mayDeploy ? undefined : 'Engineer role needed.');

function behindText(all: number, behind: number): string {
  if (behind === 0) return all === 1 ? 'the target runs it' : 'all targets run it';
  return `${behind} of ${all} ${all === 1 ? 'target' : 'targets'} not there yet`;
}

const INSTALL = 'nexus-edge --service --project /srv/nexus --port 8480';

function NoTargets({ mayDeploy, onAdd }: { readonly mayDeploy: boolean; readonly onAdd: () => void }): ReactNode {
  return (
    <>
      <EmptyState text="No edge targets yet. A target is a gateway without a window that gets the configuration of this workspace.">
        <button
          type="button"
          className="button primary"
          disabled={!mayDeploy}
          title={whyNot(mayDeploy)}
          onClick={onAdd}
        >
          Add target
        </button>
        <button type="button" className="button" onClick={() => tabOpened('revisions', 'kept')}>
          Show the revisions
        </button>
      </EmptyState>
      <p className="deploy-install">
        At the edge PC: <code>{INSTALL}</code>, with <code>deploy: {'{ accept: true }'}</code> in its nexus.yaml.
      </p>
    </>
  );
}
