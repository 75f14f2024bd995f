import { create } from 'zustand';

/** Something that is wrong in the project or with a device, as the Problems panel lists it and F3 steps through it. */
export interface Problem {
  /** Stable while the problem is the same one. */
  readonly key: string;
  readonly severity: 'error' | 'warning';
  /** The id of the device it belongs to, or null: the project. */
  readonly device: string | null;
  readonly text: string;
  /** Id in the message catalogue, where the text has one: `net.refused`. */
  readonly messageId?: string | undefined;
  /** Shows the place: opens the tab, moves the focus. */
  readonly go?: () => void;
}

/** Problems by who found them: `health`, `draft`, `edits device/boiler-1/tags`. */
export const useProblems = create<{ readonly bySource: Readonly<Record<string, readonly Problem[]>> }>()(() => ({
  bySource: {},
}));

/** Replaces what a source found; an empty list takes the source away. */
export function problemsFound(source: string, problems: readonly Problem[]): void {
  useProblems.setState(({ bySource }) => {
    const { [source]: _before, ...others } = bySource;
    return { bySource: problems.length > 0 ? { ...others, [source]: problems } : others };
  });
}
