import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { FileText, ProjectChanges } from '../../../src-shared/contract/project-changes.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { ErrorState } from '../ErrorState.tsx';
import { Waiting } from '../Waiting.tsx';
import { ChangesView } from './ChangesView.tsx';

interface ComparisonProps {
  readonly label: string;
  /** Reads what differs. Kept stable by the caller: another function is another comparison. */
  readonly read: () => Promise<ProjectChanges>;
  readonly texts?: () => Promise<readonly FileText[]>;
  /** Told once it is there. */
  readonly onRead?: (changes: ProjectChanges) => void;
  readonly children?: ReactNode;
}

type Answer = {
  readonly of: unknown;
  readonly changes?: ProjectChanges;
  readonly fault?: { code: string; text: string };
};

/** Asks what differs, and shows it. */
export function Comparison({ label, read, texts, onRead, children }: ComparisonProps): ReactNode {
  const [answer, setAnswer] = useState<Answer>();
  const ask = useCallback(() => {
    let isWanted = true;
    read().then(
      (changes) => {
        if (!isWanted) return;
        setAnswer({ of: read, changes });
        onRead?.(changes);
      },
      (error: unknown) => isWanted && setAnswer({ of: read, fault: toNexusError(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [read, onRead]);
  useEffect(ask, [ask]);
  if (answer?.of !== read) return <Waiting text="Comparing…" onRetry={ask} />;
  if (answer.fault) {
    const { code, text } = answer.fault;
    return <ErrorState title="The comparison could not be made." cause={text} code={code} onRetry={() => void ask()} />;
  }
  return (
    <ChangesView label={label} changes={answer.changes!} {...(texts && { texts })}>
      {children}
    </ChangesView>
  );
}
