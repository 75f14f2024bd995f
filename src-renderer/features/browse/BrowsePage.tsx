import { type ReactNode, useEffect, useMemo } from 'react';
import { useDevices } from '../../state/devices.ts';
import { useDrivers, wantDrivers } from '../../state/drivers.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { useTagDesk, wantDesk } from '../../state/tag-desk.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { BrowseToolbar } from './BrowseToolbar.tsx';
import { sessionOf, useSession } from './browse-session.ts';
import { type TreeRow, treeRows } from './browse-tree.ts';
import { gatheringStopped, searchStopped } from './find-nodes.ts';
import { NodeInspector } from './NodeInspector.tsx';
import { NodeTree } from './NodeTree.tsx';
import { beganAt, readBranch, readingsStopped } from './read-branch.ts';
import { TagsToAdd } from './TagsToAdd.tsx';
import './browse.css';

/** Looks through a device that says itself what it has, and makes tags of its values. */
export function BrowsePage({ device: id }: { readonly device: string }): ReactNode {
  const { list, status } = useDevices();
  const { drivers, status: driversStatus } = useDrivers();
  const isEngineer = useMay('configure');
  useEffect(wantDrivers, []);
  const device = list.find((one) => one.id === id);
  if (!isEngineer)
    return <EmptyState text="Looking through a device is for engineers. Ask an Engineer to add its tags." />;
  if (!device && status === 'ready')
    return (
      <EmptyState text={`“${id}” is no device of this project. It was renamed or removed.`}>
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
      </EmptyState>
    );
  const driver = drivers.find((one) => one.id === device?.protocol);
  if (!device || !driver)
    return driversStatus === 'failed' ? (
      <ErrorState title="The protocols of this gateway could not be read." cause="" onRetry={wantDrivers} />
    ) : (
      <Waiting text="Reading what this device is…" />
    );
  if (driver.views.length === 0)
    return (
      <EmptyState text={`${driver.title} devices do not say what they have. Type or import their addresses.`}>
        <button type="button" className="button primary" onClick={() => tabOpened(`device/${id}/tags`, 'kept')}>
          Show the tags
        </button>
      </EmptyState>
    );
  return <Browser device={id} name={device.name} views={driver.views} />;
}

interface BrowserProps {
  readonly device: string;
  readonly name: string;
  readonly views: readonly { readonly address: string; readonly title: string }[];
}

const NO_ROWS: readonly { readonly name: string; readonly address: string }[] = [];

function Browser({ device, name, views }: BrowserProps): ReactNode {
  const tree = useSession(device, (session) => session.tree);
  const search = useSession(device, (session) => session.search);
  const said = useSession(device, (session) => session.said);
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const tags = useTagDesk((state) => state.rows[device] ?? NO_ROWS);
  const isConnected = useDevices(({ health }) => {
    const kind = health[device]?.status.kind;
    return kind === 'connected' || kind === 'degraded';
  });
  const first = views[0]!.address;
  useEffect(() => {
    wantDesk(device);
    if (isOpen && sessionOf(device).tree.root === '') beganAt(device, first, false);
  }, [device, first, isOpen]);
  useEffect(
    () => () => {
      readingsStopped(device);
      searchStopped(device);
      gatheringStopped(device);
    },
    [device],
  );
  const known = useMemo(() => new Map(tags.map((tag) => [tag.address, tag.name])), [tags]);
  const rows = useMemo(() => (search ? hitRows(search) : treeRows(tree)), [tree, search]);
  const root = tree.branches.get(tree.root);
  return (
    <div className="browse">
      <BrowseToolbar device={device} views={views} />
      {isConnected || !isOpen ? null : (
        <Strip tone="info" announce="none">
          {name} is not connected. Looking through it opens a connection of its own, and values stand still.
        </Strip>
      )}
      {isOpen ? null : (
        <Strip tone="warning" announce="none">
          The gateway is lost. What stands below is from before that.
        </Strip>
      )}
      {said ? (
        <Strip tone={said.tone} announce={said.tone === 'error' ? 'alert' : 'status'}>
          {said.text}
        </Strip>
      ) : null}
      <div className="browse-panes">
        <section className="browse-tree" aria-label="Address space">
          {!search && root?.status === 'failed' && root.nodes.length === 0 ? (
            <ErrorState
              title={`${name} could not be looked through.`}
              cause={root.reason}
              onRetry={() => void readBranch(device, tree.root)}
            >
              <button type="button" className="button" onClick={() => tabOpened(`device/${device}/edit`, 'kept')}>
                Edit the connection
              </button>
            </ErrorState>
          ) : (
            <NodeTree device={device} rows={rows} known={known} isConnected={isConnected && isOpen} />
          )}
        </section>
        <NodeInspector device={device} known={known} />
        <TagsToAdd device={device} known={known} />
      </div>
    </div>
  );
}

/** What a search found, each with what it is below. */
function hitRows({ hits, status }: NonNullable<ReturnType<typeof sessionOf>['search']>): readonly TreeRow[] {
  const rows = hits.map(
    ({ node, path }, i): TreeRow => ({
      ...{ kind: 'node', key: `found/${node.address}`, path, level: 1, place: i + 1, of: hits.length, isOpen: false },
      node: { ...node, hasChildren: false },
    }),
  );
  if (rows.length > 0 || status === 'searching') return rows;
  const text = 'Nothing was found. Write less of the name, or another part of the address.';
  return [{ kind: 'note', key: 'found nothing', text, level: 1, branch: '', tone: 'quiet' }];
}
