import { type ReactNode, useState } from 'react';
import { copyText } from '../../ui/copy-text.ts';
import type { QueryTab } from './historian-store.ts';

/** The question as SQL, to be read and taken along. */
export function SqlPane({ tab }: { readonly tab: QueryTab }): ReactNode {
  const [said, setSaid] = useState('');
  const sql = tab.estimate?.sql;
  if (sql === undefined)
    return <p className="historian-sql-note quiet">The SQL stands here as soon as the question can be asked.</p>;
  return (
    <section className="historian-sql" aria-label="SQL of the question">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too */}
      <pre className="mono" tabIndex={0}>
        {sql}
      </pre>
      <div className="historian-sql-side">
        <button
          type="button"
          className="button"
          onClick={() => {
            copyText(sql).then(
              () => setSaid('Copied'),
              () => setSaid('The browser does not let this page copy.'),
            );
          }}
        >
          Copy
        </button>
        <span className="quiet" role="status">
          {said}
        </span>
      </div>
    </section>
  );
}
