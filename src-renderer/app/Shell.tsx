import type { CSSProperties, ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { GenerateDialog } from '../features/checks/GenerateDialog.tsx';
import { DiscoverDialog } from '../features/devices/DiscoverDialog.tsx';
import { RemoveDialog } from '../features/devices/RemoveDialog.tsx';
import { TwinFaultDialog } from '../features/devices/TwinFaultDialog.tsx';
import { ExportDialog } from '../features/history-export/ExportDialog.tsx';
import { Toasts } from '../features/notices/Toasts.tsx';
import { PaletteHost } from '../features/palette/PaletteHost.tsx';
import { AccountDialog } from '../features/sign-in/AccountDialog.tsx';
import { LockScreen } from '../features/sign-in/LockScreen.tsx';
import { WriteDialogs } from '../features/writes/WriteDialogs.tsx';
import { isRegionShown, type Layout, useLayout } from '../state/layout.ts';
import { ActivityBar } from './ActivityBar.tsx';
import { EditorArea } from './EditorArea.tsx';
import { Explorer } from './Explorer.tsx';
import { Inspector } from './Inspector.tsx';
import { Panel } from './Panel.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';
import './shell.css';

/** The workbench: title, areas, explorer, editors, panel, inspector, status. */
export function Shell(): ReactNode {
  const layout = useLayout(useShallow(shellOf));
  const { hasExplorer, hasInspector, hasPanel } = layout;
  const style = {
    '--activity': layout.activityLabels === 'shown' ? '84px' : '48px',
    '--explorer': hasExplorer && layout.width !== 'single' ? `${layout.explorerPx}px` : '0px',
    '--inspector': hasInspector && layout.width === 'wide' ? `${layout.inspectorPx}px` : '0px',
    '--panel': hasPanel ? `${layout.panelPx}px` : '0px',
  } as CSSProperties;
  return (
    <div className="shell" data-width={layout.width} style={style}>
      <TitleBar />
      <ActivityBar />
      {hasExplorer ? <Explorer area={layout.area} /> : null}
      <EditorArea />
      {hasInspector ? <Inspector placement={layout.width === 'wide' ? 'column' : 'overlay'} /> : null}
      {hasPanel ? <Panel /> : null}
      <StatusBar />
      <WriteDialogs />
      <PaletteHost />
      <Toasts />
      <RemoveDialog />
      <DiscoverDialog />
      <TwinFaultDialog />
      <ExportDialog />
      <GenerateDialog />
      <AccountDialog />
      <LockScreen />
    </div>
  );
}

/** What the shell itself follows: a tab that opens or a table that is scrolled does not draw it anew. */
const shellOf = (layout: Layout) => ({
  hasExplorer: isRegionShown(layout, 'explorer'),
  hasInspector: isRegionShown(layout, 'inspector'),
  hasPanel: isRegionShown(layout, 'panel'),
  width: layout.width,
  area: layout.area,
  activityLabels: layout.activityLabels,
  explorerPx: layout.explorerPx,
  inspectorPx: layout.inspectorPx,
  panelPx: layout.panelPx,
});
