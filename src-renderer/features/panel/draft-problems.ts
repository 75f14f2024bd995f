import type { z } from 'zod';
import type { FaultView, ProjectDiffView } from '../../../src-shared/contract/config.ts';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import type { Problem } from '../../state/problems.ts';
import type { ProblemPlaces } from './health-problems.ts';

interface Draft {
  readonly diff: ProjectDiffView;
  readonly faults: readonly z.output<typeof FaultView>[];
}

/** What stands in the files on disk and does not run: their faults, and that they differ. */
export function draftProblems({ diff, faults }: Draft, places: ProblemPlaces): readonly Problem[] {
  const found = faults.map((fault, at): Problem => {
    const device = deviceOf(fault.file);
    const place = fault.line === null ? fault.file : `${fault.file}:${fault.line}`;
    return {
      key: `draft ${place} ${fault.path} ${fault.code} ${at}`,
      severity: fault.severity,
      device,
      text: `${place}  ${fault.message}`,
      messageId: messageId(fault.code, fault.message),
      ...(device !== null && { go: () => places.device(device) }),
    };
  });
  const changes = changesOf(diff);
  if (changes === '') return found;
  const text = `The files on disk differ from what runs: ${changes}. Apply them, or go back to the last revision.`;
  return [{ key: 'draft', severity: 'warning', device: null, text, messageId: 'draft.pending' }, ...found];
}

/** `devices/boiler-1.yaml` is the file of boiler-1; others belong to the project. */
const deviceOf = (file: string): string | null => /(?:^|\/)devices\/(.+)\.ya?ml$/.exec(file)?.[1] ?? null;

function changesOf(diff: ProjectDiffView): string {
  const count = (number: number, what: string): string => {
    if (number === 0) return '';
    return `${number} ${number === 1 ? 'device' : 'devices'} ${what}`;
  };
  const { length } = diff.settings;
  return [
    count(diff.devicesAdded.length, 'added'),
    count(diff.devicesChanged.length, 'changed'),
    count(diff.devicesRemoved.length, 'removed'),
    length === 0 ? '' : `${length} ${length === 1 ? 'setting' : 'settings'} changed`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
