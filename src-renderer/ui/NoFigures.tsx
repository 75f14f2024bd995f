import type { ReactNode } from 'react';
import { statusAskedAgain } from '../state/follow-status.ts';
import { useSystem } from '../state/system.ts';
import { ErrorState } from './ErrorState.tsx';
import { Waiting } from './Waiting.tsx';

/** Stands where the figures of the gateway would be, before the first came: they are waited for, or why they do not come. */
export function NoFigures(): ReactNode {
  const fault = useSystem((state) => state.fault);
  if (!fault) return <Waiting text="Waiting for the first figures of the gateway…" onRetry={statusAskedAgain} />;
  const title = 'The figures of the gateway could not be read.';
  return <ErrorState title={title} cause={fault.text} code={fault.code} onRetry={statusAskedAgain} />;
}
