import type { ReactNode } from 'react';
import type { ProjectChange } from '../../../src-shared/contract/project-changes.ts';
import { Glyph } from '../Glyph.tsx';

const SIGNS = {
  added: ['+', 'New'],
  removed: ['−', 'Removed'],
  changed: ['~', 'Changed'],
} as const satisfies Record<ProjectChange['kind'], readonly [string, string]>;

/** What happened to it: `+`, `−` or `~`. */
export function ChangeSign({ kind }: Pick<ProjectChange, 'kind'>): ReactNode {
  const [sign, word] = SIGNS[kind];
  return (
    <span className="change-sign mono" data-kind={kind} title={word}>
      <span aria-hidden>{sign}</span>
      <span className="visually-hidden">{word}: </span>
    </span>
  );
}

/** From what to what. */
export function ChangeValues({ before, after }: Pick<ProjectChange, 'before' | 'after'>): ReactNode {
  if (before === '' && after === '') return null;
  if (before === '') return <span className="change-values">{after}</span>;
  return (
    <span className="change-values">
      <span className="change-before">{before}</span>
      {' → '}
      <span>{after === '' ? 'none' : after}</span>
    </span>
  );
}

/** How much it deserves a look, and what follows from it. */
export function ChangeEffects({ severity, effects }: Pick<ProjectChange, 'severity' | 'effects'>): ReactNode {
  return (
    <span className="change-effects" data-severity={severity}>
      {severity === 'plain' ? null : (
        <span className="change-severity">
          <Glyph name={severity === 'severe' ? 'bad' : 'half'} />
          {severity === 'severe' ? 'Severe' : 'Caution'}
        </span>
      )}
      {severity === 'plain' ? '' : ' '}
      {effects.join(' ')}
    </span>
  );
}
