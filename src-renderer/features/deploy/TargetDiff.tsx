import { type ReactNode, useCallback } from 'react';
import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { Comparison } from '../../ui/changes/Comparison.tsx';
import { readTargetChanges, readTargetTexts } from './target-diff.ts';

interface TargetDiffProps {
  readonly target: TargetView;
  /** Of the workspace; left out: what it runs. */
  readonly from?: number;
  readonly to: number;
}

/** What differs between what a target runs and a revision of the workspace. */
export function TargetDiff({ target: { name, runs, devices }, from = runs?.revision, to }: TargetDiffProps): ReactNode {
  const read = useCallback(() => readTargetChanges(from ?? to, to, devices), [from, to, devices]);
  const texts = useCallback(() => readTargetTexts(from ?? to, to, devices), [from, to, devices]);
  if (from === undefined) {
    const count = devices === null ? 'all devices' : `${devices.length} of the devices`;
    return (
      <p className="deploy-note">
        {name} runs nothing of this workspace yet. It will get {count} of revision {to}.
      </p>
    );
  }
  if (from === to)
    return (
      <p className="deploy-note">
        {name} runs revision {to}, the newest of the workspace.
      </p>
    );
  return (
    <Comparison label={`Diff for ${name}`} read={read} texts={texts}>
      <h2>
        Diff {from} → {to}, {name}
      </h2>
    </Comparison>
  );
}
