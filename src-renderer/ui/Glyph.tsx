import type { ReactNode } from 'react';
import './glyph.css';

/** Glyphs of states and qualities (ux 4.3), on a 16 px grid. Drawn, not typed: fonts differ, and a title is needed. */
const SHAPES = {
  ok: <circle cx="8" cy="8" r="3.5" fill="currentColor" stroke="none" />,
  half: (
    <>
      <circle cx="8" cy="8" r="5" />
      <path d="M8 3a5 5 0 0 1 0 10Z" fill="currentColor" stroke="none" />
    </>
  ),
  bad: <path d="M3 3h10v10H3ZM5.5 5.5l5 5M10.5 5.5l-5 5" />,
  stale: <path d="M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3ZM8 5.2V8l2 1.4" />,
  never: <path d="M5 8h6" />,
  connecting: <circle cx="8" cy="8" r="5" strokeDasharray="2.2 1.72" />,
  breaker: <path d="M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3ZM4.5 11.5l7-7" />,
  off: <circle cx="8" cy="8" r="4" />,
  simulated: <path d="M8 3l5 5-5 5-5-5Z" />,
  done: <path d="M3.5 8.5l3 3 6-7" />,
  armed: <path d="M8 2l6 6-6 6-6-6ZM8 6l2 2-2 2-2-2Z" />,
  unknown: <path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 9.8M8 12.2v.6" />,
  kept: <path d="M6 3h4v4l2.5 2.5h-9L6 7ZM8 9.5v4" />,
  paused: <path d="M6 4v8M10 4v8" />,
} as const satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof SHAPES;

/**
 * One glyph. With a title it speaks for itself; without, it stands beside the word that says the same and is hidden
 * from screen readers.
 */
export function Glyph({ name, title }: { readonly name: GlyphName; readonly title?: string }): ReactNode {
  return (
    <svg
      className={`glyph glyph-${name}`}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      role={title === undefined ? undefined : 'img'}
      aria-hidden={title === undefined ? true : undefined}
    >
      {title === undefined ? null : <title>{title}</title>}
      {SHAPES[name]}
    </svg>
  );
}
