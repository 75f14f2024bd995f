import { type ReactNode, useEffect, useState } from 'react';
import type { FileText } from '../../../src-shared/contract/project-changes.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { Message } from '../Message.tsx';
import { Waiting } from '../Waiting.tsx';
import { LineDiff } from './LineDiff.tsx';

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
  const word = before === null ? 'new' : after === null ? 'removed' : '';
  return (
    <details className="yaml-diff" open>
      <summary className="mono">
        {path} <span className="quiet">{word}</span>
      </summary>
      <LineDiff label={path} before={before} after={after} />
    </details>
  );
}
