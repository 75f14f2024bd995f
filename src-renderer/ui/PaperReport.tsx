import { Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import './paper-report.css';

interface PaperReportProps {
  readonly label: string;
  /** Beside the button that prints. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** What is printed as it is seen: black on white whatever the theme, and nothing of the workbench on the paper. */
export function PaperReport({ label, tools, children }: PaperReportProps): ReactNode {
  return (
    <div className="paper-report-page">
      <header className="toolbar">
        <button type="button" className="button primary" onClick={() => print()}>
          <Printer size={16} strokeWidth={1.5} aria-hidden />
          Print…
        </button>
        {tools}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must do so by keys */}
      <article className="paper-report" data-theme="light" aria-label={label} tabIndex={0}>
        {children}
      </article>
    </div>
  );
}
