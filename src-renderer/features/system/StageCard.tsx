import type { ReactNode } from 'react';
import { tabOpened } from '../../state/layout.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import type { Stage } from './pipeline-stages.ts';
import { Sparkline } from './Sparkline.tsx';

/** One stage of the pipeline: how it stands, what goes in and out, and what is the matter. */
export function StageCard({ stage }: { readonly stage: Stage }): ReactNode {
  const { title, glyph, tone, word, facts, rate, path } = stage;
  return (
    <section className="stage" data-stage={stage.key} data-tone={tone} aria-label={title}>
      <h2>
        <button type="button" className="link-button" onClick={() => tabOpened(path, 'kept')}>
          {title}
        </button>
      </h2>
      <p className="stage-word" data-tone={tone}>
        <Glyph name={glyph} />
        {word}
      </p>
      <ul className="stage-facts">
        {facts.map((fact) => (
          <li key={fact.replaceAll(/[\d\s\u2009]/g, '')}>{fact}</li>
        ))}
      </ul>
      <Sparkline rate={rate} />
    </section>
  );
}
