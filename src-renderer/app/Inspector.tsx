import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { DeviceInspector } from '../features/devices/DeviceInspector.tsx';
import { TagInspector } from '../features/tags/TagInspector.tsx';
import { regionToggled } from '../state/layout.ts';
import { type Selection, useSelection } from '../state/selection.ts';
import { Splitter } from './Splitter.tsx';

/** Shows what is selected, wherever that is. */
export function Inspector({ placement }: { readonly placement: 'column' | 'overlay' }): ReactNode {
  const selection = useSelection((state) => state.selection);
  return (
    <aside
      className="inspector"
      data-region="inspector"
      data-placement={placement}
      aria-label="Inspector"
      tabIndex={-1}
    >
      <Splitter region="inspector" />
      <header className="panel-header">
        <h2>Inspector</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Hide the inspector (Ctrl+I)"
          title="Ctrl+I"
          onClick={() => regionToggled('inspector')}
        >
          <X size={16} strokeWidth={1.5} aria-hidden />
        </button>
      </header>
      <div className="inspector-body">
        <Subject selection={selection} />
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
