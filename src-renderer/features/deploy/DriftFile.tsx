import { type ReactNode, useMemo } from 'react';
import type { DriftItem } from '../../../src-shared/contract/deploy-views.ts';
import { LineDiff } from '../../ui/changes/LineDiff.tsx';

interface DriftFileProps {
  readonly item: DriftItem;
  readonly choice: 'theirs' | 'mine' | undefined;
  readonly onChoose: (choice: 'theirs' | 'mine') => void;
}

const WHO = {
  theirs: 'changed at the gateway',
  mine: 'changed in the workspace',
  both: 'changed at the gateway and in the workspace',
} as const;

/** A file that differs: what the gateway made of it, what the workspace did, and which of them stays. */
export function DriftFile({
  item: { path, changed, base, mine, theirs },
  choice,
  onChoose,
}: DriftFileProps): ReactNode {
  // Where what was deployed is no longer known, both are shown beside each other.
  const from = base ?? (changed === 'theirs' ? mine : null);
  const sides = useMemo(
    () =>
      [
        ['theirs', 'Theirs', from, theirs],
        ['mine', 'Mine', base ?? mine, mine],
      ] as const,
    [from, base, mine, theirs],
  );
  return (
    <fieldset className="drift-file">
      <legend>
        <span className="mono">{path}</span> <span className="quiet">{WHO[changed]}</span>
      </legend>
      <div className="drift-sides">
        {sides.map(([side, title, before, after]) => (
          <div key={side} className="drift-side">
            <label>
              <input type="radio" name={path} checked={choice === side} onChange={() => onChoose(side)} />{' '}
              {side === 'theirs' ? 'Take theirs' : 'Keep mine'}
            </label>
            <LineDiff label={`${title}: ${path}`} before={before} after={after} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
