import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { gridLayoutOf } from '../../state/grid-views.ts';
import { scrollRemembered, tabOpened, useLayout } from '../../state/layout.ts';
import type { TabRow } from '../../state/palette.ts';
import { readListsAgain } from '../../state/read-lists.ts';
import { selected } from '../../state/selection.ts';
import { DataGrid, type MenuPlace } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import type { GridHandle } from '../../ui/grid-column.ts';
import { laidOut } from '../../ui/laid-columns.ts';
import { Menu } from '../../ui/Menu.tsx';
import { usePageCommands } from '../../ui/page-context.ts';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { TableTools } from '../../ui/TableTools.tsx';
import { useListView } from '../../ui/use-list-view.ts';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { DeviceInspector } from './DeviceInspector.tsx';
import { DeviceTiles } from './DeviceTiles.tsx';
import { AddDeviceButton, ChosenDeviceButtons, DiscoverButton } from './DeviceToolbar.tsx';
import { DeviceViewChoice } from './DeviceViewChoice.tsx';
import { devicesOf } from './device-actions.ts';
import { DEVICE_COLUMNS, type DeviceRow } from './device-columns.tsx';
import { DEVICE_SHAPE } from './device-filter.ts';
import { deviceCommands, deviceMenu } from './device-menu.ts';
import { deviceReason } from './device-reason.ts';
import { useDeviceView } from './device-views.ts';
import { ReasonLine } from './ReasonLine.tsx';
import './devices.css';

const PATH = 'devices';

/** All devices at a glance: which need attention, and why. */
export function DevicesPage(): ReactNode {
  const { status, list, health, fault } = useDevices();
  const view = useDeviceView((state) => state.view);
  const grid = useRef<GridHandle>(null);
  const all = useMemo(
    () => list.map((device): DeviceRow => ({ device, health: health[device.id] ?? device.health })),
    [list, health],
  );
  const listed = useListView<DeviceRow>({ id: PATH, rows: all, columns: DEVICE_COLUMNS, rowKey, shape: DEVICE_SHAPE });
  const { rows, filter, clear } = listed;
  useTabRows({
    shown: rows,
    all,
    row: tabRow,
    show: clear,
    focus: ({ device }) => grid.current?.focusCell(device.id),
  });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  usePageCommands(useMemo(() => deviceCommands(() => devicesOf(chosen)), [chosen]));
  const choose = (picked: readonly DeviceRow[]): void => {
    setChosen(picked.map(({ device }) => device.id));
    const [first] = picked;
    selected(first ? { kind: 'device', device: first.device.id } : { kind: 'none' });
  };
  if (status === 'loading') {
    return (
      <Waiting text="Reading the devices of this project…" onRetry={readListsAgain}>
        <GridSkeleton columns={laidOut(DEVICE_COLUMNS, gridLayoutOf(PATH))} />
      </Waiting>
    );
  }
  if (fault && list.length === 0)
    return <ErrorState title={NOT_READ} cause={fault.text} code={fault.code} onRetry={readListsAgain} />;
  if (list.length === 0) return <NoDevices />;
  return (
    <Kept isOld={fault !== null}>
      <ReadOnlyStrip needs="configure" to="change devices" />
      {fault ? <ErrorStrip title={NOT_READ} cause={fault.text} onRetry={readListsAgain} /> : null}
      <div className="toolbar">
        <AddDeviceButton />
        <DiscoverButton />
        <FilterBar label="Filter devices in this list" {...listed.bar} />
        <DeviceViewChoice />
        <span className="spacer" />
        <button type="button" className="button" onClick={() => tabOpened('catalogue', 'kept')}>
          Catalogue of tags
        </button>
        <ChosenDeviceButtons devices={devicesOf(chosen)} />
        {view === 'list' ? <TableTools view={listed.view} filter={listed.typed} onFilter={listed.type} /> : null}
      </div>
      {rows.length === 0 ? (
        <EmptyState text={`No device matches “${filter}”.`}>
          <button type="button" className="button" onClick={clear}>
            Clear filter (Esc)
          </button>
        </EmptyState>
      ) : view !== 'list' ? (
        <DeviceTiles key={view} kind={view} rows={rows} handle={grid} onSelect={choose} onMenu={setMenu} />
      ) : (
        <DataGrid
          label="Devices"
          handle={grid}
          rows={rows}
          columns={listed.columns}
          view={listed.view}
          rowKey={rowKey}
          peek={({ device }) => <DeviceInspector device={device.id} />}
          detail={reasonLine}
          resetOn={filter}
          onSelect={choose}
          onMenu={(_rows, at) => setMenu(at)}
          onActivate={({ device }) => tabOpened(`device/${device.id}/tags`, 'kept')}
          initialScrollPx={useLayout.getState().scrollPx[PATH] ?? 0}
          onScrolled={(px) => scrollRemembered(PATH, px)}
        />
      )}
      {menu === null ? null : (
        <Menu label="Device" items={deviceMenu(devicesOf(chosen))} at={menu} onClose={() => setMenu(null)} />
      )}
    </Kept>
  );
}

const rowKey = ({ device }: DeviceRow): string => device.id;

const NOT_READ = 'The devices of this project could not be read.';

const tabRow = ({ device }: DeviceRow): TabRow => ({
  key: device.id,
  text: device.name,
  detail: `${device.id} · ${device.endpoint}`,
});

const reasonLine = (row: DeviceRow): ReactNode =>
  deviceReason(row.health) === undefined ? null : <ReasonLine row={row} />;

function NoDevices(): ReactNode {
  return (
    <EmptyState text="No devices yet. Add the first one, or look around with simulated ones.">
      <AddDeviceButton />
      <button type="button" className="button" onClick={() => tabOpened('welcome', 'kept')}>
        Start the demo plant
      </button>
      <button type="button" className="button" onClick={readListsAgain}>
        Read again
      </button>
    </EmptyState>
  );
}
