import { Pin, PinOff, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { DeviceInspector } from '../features/devices/DeviceInspector.tsx';
import { TagInspector } from '../features/tags/TagInspector.tsx';
import { inspectorPinToggled, useInspectorPin } from '../state/inspector-pin.ts';
import { regionSet } from '../state/layout.ts';
import { type Selection, useSelection } from '../state/selection.ts';
import { escapeToEditor } from './regions.ts';
import { RegionSplitter } from './Splitter.tsx';

/** Shows what is selected, wherever that is, or what it is pinned to. */
export function Inspector({ placement }: { readonly placement: 'column' | 'overlay' }): ReactNode {
  const selection = useSelection((state) => state.selection);
  const pinned = useInspectorPin((state) => state.pinned);
  const shown = pinned ?? selection;
  const PinIcon = pinned ? PinOff : Pin;
  return (
    <aside
      className="inspector"
      data-region="inspector"
      data-placement={placement}
      aria-label="Inspector"
      tabIndex={-1}
      onKeyDown={escapeToEditor}
    >
      {placement === 'column' ? <RegionSplitter region="inspector" /> : null}
      <header className="panel-header">
        <h2>Inspector</h2>
        <span className="spacer" />
        <button
          type="button"
          className="icon-button"
          aria-label="Pin the inspector"
          aria-pressed={pinned !== null}
          title={pinned ? 'Pinned: it does not follow the selection' : 'Pin: go on showing this'}
          disabled={shown.kind === 'none'}
          onClick={inspectorPinToggled}
        >
          <PinIcon size={16} strokeWidth={1.5} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Hide the inspector (Ctrl+I)"
          title="Ctrl+I"
          onClick={() => regionSet('inspector', 'hidden')}
        >
          <X size={16} strokeWidth={1.5} aria-hidden />
        </button>
      </header>
      <div className="inspector-body">
        <Subject selection={shown} />
      </div>
    </aside>
  );
}

function Subject({ selection }: { readonly selection: Selection }): ReactNode {
  switch (selection.kind) {
    case 'none':
      return <p className="quiet">Select a device or a tag to see more of it here.</p>;
    case 'device':
      return <DeviceInspector device={selection.device} />;
    case 'tags':
      return <TagInspector tag={selection.tags[0]!} others={selection.tags.length - 1} />;
  }
}
