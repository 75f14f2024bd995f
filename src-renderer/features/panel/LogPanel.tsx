import { ArrowDownToLine, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useLink } from '../../state/link.ts';
import { followLog, logCleared, logUncleared, useLog } from '../../state/log.ts';
import { useMay } from '../../state/roles.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { LogLines } from './LogLines.tsx';
import { copiedLine, LEVELS, type LogFilter, logRows } from './log-rows.ts';
import { useCopy } from './use-copy.ts';
import './panel.css';

/** The log of the engine as it is written, from the last 2,000 lines on. */
export function LogPanel(): ReactNode {
  const isEngineer = useMay('diagnose');
  const retry = useFollow(isEngineer);
  const { status, lines, reason } = useLog();
  if (!isEngineer) return <Alone text="The log is shown to Engineers. Ask one to look, or to give you the role." />;
  if (lines.length > 0) return <OpenLog />;
  if (status === 'failed') {
    return (
      <ErrorState title="The log could not be read." cause={reason} onRetry={retry}>
        {null}
      </ErrorState>
    );
  }
  return <Waiting text="Reading the log of the gateway…" />;
}

const Alone = ({ text }: { readonly text: string }): ReactNode => (
  <div className="panel-view">
    <EmptyState text={text} />
  </div>
);

/** Follows the log while the panel is shown and the link is open. @returns what tries it again. */
function useFollow(isAllowed: boolean): () => void {
  const isOpen = useLink((state) => state.state.kind === 'open');
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!isOpen || !isAllowed) return undefined;
    const end = new AbortController();
    void followLog(end.signal);
    return () => end.abort();
  }, [isOpen, isAllowed, attempt]);
  return () => setAttempt(attempt + 1);
}

function OpenLog(): ReactNode {
  const { lines, clearedTo, missed } = useLog();
  const [filter, setFilter] = useState<LogFilter>({ level: 'debug', words: '' });
  const [isFollowing, setFollowing] = useState(true);
  const rows = useMemo(() => logRows(lines, clearedTo, filter), [lines, clearedTo, filter]);
  const { said, copy } = useCopy();
  const copyAll = (): void => copy(rows.map(copiedLine).join('\n'));
  return (
    <div className="panel-view">
      <div className="toolbar">
        <FilterBox
          label="Filter the log"
          value={filter.words}
          onChange={(words) => setFilter((before) => ({ ...before, words }))}
        />
        <LevelSelect value={filter.level} onChange={(level) => setFilter((before) => ({ ...before, level }))} />
        <span className="quiet">
          {formatInteger(rows.length)} of {formatInteger(lines.length)} lines
          {missed === 0 ? '' : `, ${formatInteger(missed)} came too fast and are not here`}
        </span>
        <span className="spacer" />
        <span className="quiet" role="status">
          {said}
        </span>
        <button
          type="button"
          className="button"
          aria-pressed={isFollowing}
          title="Keep the newest line in sight (End). Scrolling up pauses it."
          onClick={() => setFollowing(!isFollowing)}
        >
          <ArrowDownToLine size={16} strokeWidth={1.5} aria-hidden />
          Follow
        </button>
        <button type="button" className="button" title="Copy the lines shown (Ctrl+C in the log)" onClick={copyAll}>
          <Copy size={16} strokeWidth={1.5} aria-hidden />
          Copy
        </button>
        <button type="button" className="button" title="Clear the view, not the log" onClick={logCleared}>
          Clear
        </button>
      </div>
      {rows.length === 0 ? (
        <NoLines
          isCleared={filter.words === '' && filter.level === 'debug'}
          onClear={() => setFilter({ level: 'debug', words: '' })}
        />
      ) : (
        <LogLines rows={rows} isFollowing={isFollowing} onFollowing={setFollowing} onCopy={copyAll} />
      )}
    </div>
  );
}

function NoLines({ isCleared, onClear }: { readonly isCleared: boolean; readonly onClear: () => void }): ReactNode {
  if (isCleared) {
    return (
      <EmptyState text="Nothing was logged since the view was cleared.">
        <button type="button" className="button" onClick={logUncleared}>
          Show the lines before
        </button>
      </EmptyState>
    );
  }
  return (
    <EmptyState text="No line matches this filter.">
      <button type="button" className="button" onClick={onClear}>
        Clear filter
      </button>
    </EmptyState>
  );
}

interface LevelSelectProps {
  readonly value: LogFilter['level'];
  readonly onChange: (level: LogFilter['level']) => void;
}

const LEVEL_WORDS: Readonly<Record<LogFilter['level'], string>> = {
  debug: 'All levels',
  info: 'Info and above',
  warn: 'Warnings and errors',
  error: 'Errors',
};

function LevelSelect({ value, onChange }: LevelSelectProps): ReactNode {
  return (
    <select
      className="select"
      aria-label="Level"
      value={value}
      onChange={(event) => onChange(event.target.value as LogFilter['level'])}
    >
      {LEVELS.map((level) => (
        <option key={level} value={level}>
          {LEVEL_WORDS[level]}
        </option>
      ))}
    </select>
  );
}
