import { compileFilter, type FilterShape } from '../../../src-shared/domain/compile-filter.ts';
import type { Problem } from '../../state/problems.ts';

/** A problem as the panel lists it: problems of one device stand together, and the first names it. */
export interface ProblemRow {
  readonly problem: Problem;
  readonly deviceName: string;
  readonly isFirst: boolean;
}

export interface ProblemFilter {
  readonly severity: Problem['severity'] | 'all';
  readonly words: string;
}

export const PROJECT = 'Project';

/** What a filter may ask of a problem. @param nameOf a device; null: the project */
export const problemShape = (nameOf: (device: string | null) => string): FilterShape<Problem> => ({
  fields: [
    { id: 'dev', also: ['device'], doc: 'Device, by name or id', kind: 'text', read: deviceOf(nameOf) },
    { id: 'id', doc: 'Id of the message', kind: 'text', read: ({ messageId }) => messageId ?? '' },
    {
      id: 'is',
      doc: 'How grave it is',
      kind: 'state',
      states: {
        error: ({ severity }) => severity === 'error',
        warning: ({ severity }) => severity === 'warning',
      },
    },
  ],
  text: ({ device, text, messageId = '' }) => `${nameOf(device)} ${text} ${messageId}`.toLowerCase(),
});

const deviceOf =
  (nameOf: (device: string | null) => string) =>
  ({ device }: Problem): readonly string[] => [nameOf(device), device ?? ''];

/**
 * Problems that pass the filter: those of the project first, then by device in the order of the project; within a
 * device errors before warnings.
 */
export function problemRows(
  bySource: Readonly<Record<string, readonly Problem[]>>,
  devices: readonly { readonly id: string; readonly name: string }[],
  filter: ProblemFilter,
): readonly ProblemRow[] {
  const place = new Map(devices.map(({ id, name }, at) => [id, { at, name }]));
  const nameOf = (id: string | null): string => (id === null ? PROJECT : (place.get(id)?.name ?? id));
  const rank = ({ device, severity }: Problem): number =>
    2 * (device === null ? -1 : (place.get(device)?.at ?? place.size)) + (severity === 'error' ? 0 : 1);
  const { passes } = compileFilter(problemShape(nameOf), filter.words);
  const passing = Object.values(bySource)
    .flat()
    .filter((problem) => (filter.severity === 'all' || problem.severity === filter.severity) && passes(problem))
    .sort((a, b) => rank(a) - rank(b) || nameOf(a.device).localeCompare(nameOf(b.device)));
  return passing.map((problem, at) => ({
    problem,
    deviceName: nameOf(problem.device),
    isFirst: at === 0 || passing[at - 1]!.device !== problem.device,
  }));
}

export const severityWord = ({ severity }: Problem): string => (severity === 'error' ? 'Error' : 'Warning');

/** As lines of a table for a sheet or a mail: device, severity, text, id. */
export const copiedProblems = (rows: readonly ProblemRow[]): string =>
  rows
    .map(({ problem, deviceName }) =>
      [deviceName, severityWord(problem), problem.text, problem.messageId ?? ''].join('\t'),
    )
    .join('\n');

/** `2 errors, 1 warning`; empty when there is nothing. */
export function problemCounts(problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const words = (number: number, word: string): string =>
    number === 0 ? '' : `${number} ${word}${number === 1 ? '' : 's'}`;
  return [words(count('error'), 'error'), words(count('warning'), 'warning')].filter((text) => text !== '').join(', ');
}

/** The first sentence of a problem, and what it says after that: values, and the next step. */
export function splitProblem({ text }: Problem): { readonly what: string; readonly next: string } {
  const [, what, next] = /^(.+?\.)\s+(.+)$/.exec(text) ?? [];
  return { what: what ?? text, next: next ?? '' };
}
