import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import { scrollRemembered, tabOpened, useLayout } from '../../state/layout.ts';
import type { TabRow } from '../../state/palette.ts';
import { readListsAgain } from '../../state/read-lists.ts';
import { selected } from '../../state/selection.ts';
import { DataGrid, type MenuPlace } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { matchesWords } from '../../ui/filter-words.ts';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import type { GridHandle } from '../../ui/grid-column.ts';
import { Menu } from '../../ui/Menu.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { usePageCommands } from '../../ui/page-context.ts';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { AddDeviceButton, ChosenDeviceButtons } from './DeviceToolbar.tsx';
import { devicesOf } from './device-actions.ts';
import { DEVICE_COLUMNS, type DeviceRow, deviceText } from './device-columns.tsx';
import { deviceCommands, deviceMenu } from './device-menu.ts';
import { deviceStatus } from './device-status.ts';
import './devices.css';

const PATH = 'devices';

/** All devices at a glance: which need attention, and why. */
export function DevicesPage(): ReactNode {
  const { status, list, health, fault } = useDevices();
  const [filter, setFilter] = useState('');
  const grid = useRef<GridHandle>(null);
  const all = useMemo(
    () => list.map((device): DeviceRow => ({ device, health: health[device.id] ?? device.health })),
    [list, health],
  );
  const rows = useMemo(() => all.filter((row) => matchesWords(deviceText(row), filter)), [all, filter]);
  useTabRows({
    shown: rows,
    all,
    row: tabRow,
    show: () => setFilter(''),
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
        <GridSkeleton columns={DEVICE_COLUMNS} />
      </Waiting>
    );
  }
  if (fault && list.length === 0)
    return <ErrorState title={NOT_READ} cause={fault.text} code={fault.code} onRetry={readListsAgain} />;
  if (list.length === 0) return <NoDevices />;
  return (
    <Kept isOld={fault !== null}>
      <ReadOnlyStrip needs="engineer" to="change devices" />
      {fault ? <ErrorStrip title={NOT_READ} cause={fault.text} onRetry={readListsAgain} /> : null}
      <div className="toolbar">
        <AddDeviceButton />
        <FilterBox label="Filter devices in this list" value={filter} onChange={setFilter} />
        <span className="quiet">
          {formatInteger(rows.length)} of {formatInteger(list.length)}
        </span>
        <span className="spacer" />
        <button type="button" className="button" onClick={() => tabOpened('catalogue', 'kept')}>
          Catalogue of tags
        </button>
        <ChosenDeviceButtons devices={devicesOf(chosen)} />
      </div>
      {rows.length === 0 ? (
        <EmptyState text={`No device matches “${filter}”.`}>
          <button type="button" className="button" onClick={() => setFilter('')}>
            Clear filter (Esc)
          </button>
        </EmptyState>
      ) : (
        <DataGrid
          label="Devices"
          handle={grid}
          rows={rows}
          columns={DEVICE_COLUMNS}
          rowKey={({ device }) => device.id}
          detail={({ health: now }) => reasonLine(now)}
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

const NOT_READ = 'The devices of this project could not be read.';

const tabRow = ({ device }: DeviceRow): TabRow => ({
  key: device.id,
  text: device.name,
  detail: `${device.id} · ${device.endpoint}`,
});

function reasonLine(health: DeviceHealth): ReactNode {
  const { reason, reasonId, tone } = deviceStatus(health);
  if (reason === null) return null;
  return (
    <span data-tone={tone} data-msg={reasonId}>
      {reason}
    </span>
  );
}

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
