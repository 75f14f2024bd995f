import { type ReactNode, useEffect, useState } from 'react';
import type { FileText } from '../../../src-shared/contract/project-changes.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { Message } from '../Message.tsx';
import { formatInteger } from '../number-format.ts';
import { Waiting } from '../Waiting.tsx';
import { lineDiff, type TextLine } from './line-diff.ts';

/** More lines than a person reads; the rest is counted. */
const SHOWN = 2_000;
const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

/** The files that differ, line by line. */
export function YamlDiff({ read }: { readonly read: () => Promise<readonly FileText[]> }): ReactNode {
  const [files, setFiles] = useState<readonly FileText[]>();
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  useEffect(() => {
    let isWanted = true;
    read().then(
      (found) => isWanted && setFiles(found),
      (error: unknown) => isWanted && setFault(toNexusError(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [read]);
  if (fault) return <Message code={fault.code} text={fault.text} />;
  if (!files) return <Waiting text="Reading the files…" />;
  if (files.length === 0) return <p className="quiet">No file differs.</p>;
  return files.map((file) => <File key={file.path} file={file} />);
}

function File({ file: { path, before, after } }: { readonly file: FileText }): ReactNode {
  const lines = lineDiff(before, after);
  const word = before === null ? 'new' : after === null ? 'removed' : '';
  return (
    <details className="yaml-diff" open>
      <summary className="mono">
        {path} <span className="quiet">{word}</span>
      </summary>
      <pre>
        {lines.slice(0, SHOWN).map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <Line key={at} line={line} />
        ))}
      </pre>
      {lines.length > SHOWN ? <p className="quiet">{formatInteger(lines.length - SHOWN)} more lines.</p> : null}
    </details>
  );
}

function Line({ line: { kind, text, skipped } }: { readonly line: TextLine }): ReactNode {
  if (skipped !== undefined) return <span className="yaml-line quiet">… {formatInteger(skipped)} lines as before</span>;
  return (
    <span className="yaml-line" data-kind={kind}>
      {SIGNS[kind]} {text}
    </span>
  );
}
