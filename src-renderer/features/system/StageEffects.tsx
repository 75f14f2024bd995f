import type { ReactNode } from 'react';
import { Glyph } from '../../ui/Glyph.tsx';
import type { Stage } from './pipeline-stages.ts';

/** What is the matter on which stage, and what that does to the rest; nothing while all of them are well. */
export function StageEffects({ stages }: { readonly stages: readonly Stage[] }): ReactNode {
  const unwell = stages.filter(({ effects }) => effects.length > 0);
  if (unwell.length === 0) return null;
  return (
    <section className="system-card stage-effects" aria-label="What is the matter">
      <ul>
        {unwell.map(({ key, title, glyph, tone, effects }) => (
          <li key={key}>
            <span className="stage-word" data-tone={tone}>
              <Glyph name={glyph} />
              {title}
            </span>
            <span>{effects.join(' ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
