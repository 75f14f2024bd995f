import { type CSSProperties, type ReactNode, useEffect, useState } from 'react';
import { WriteDialogs } from '../features/writes/WriteDialogs.tsx';
import { useLayout } from '../state/layout.ts';
import { ActivityBar } from './ActivityBar.tsx';
import { EditorArea } from './EditorArea.tsx';
import { Explorer } from './Explorer.tsx';
import { Inspector } from './Inspector.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';
import './shell.css';

/** The workbench: title, areas, explorer, editors, inspector, status. */
export function Shell(): ReactNode {
  const layout = useLayout();
  const isNarrow = useNarrow();
  const style = {
    '--explorer': layout.explorer === 'shown' ? `${layout.explorerPx}px` : '0px',
    '--inspector': layout.inspector === 'shown' && !isNarrow ? `${layout.inspectorPx}px` : '0px',
  } as CSSProperties;
  return (
    <div className="shell" style={style}>
      <TitleBar />
      <ActivityBar />
      {layout.explorer === 'shown' ? <Explorer area={layout.area} /> : null}
      <EditorArea />
      {layout.inspector === 'shown' ? <Inspector placement={isNarrow ? 'overlay' : 'column'} /> : null}
      <StatusBar />
      <WriteDialogs />
    </div>
  );
}

/** Below this width the inspector lies over the editor (ux 2.1). */
const NARROW = '(max-width: 1279px)';

function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const update = (): void => setNarrow(query.matches);
    query.addEventListener('change', update);
    return () => query.removeEventListener('change', update);
  }, []);
  return isNarrow;
}
