import { drivers } from '../../src-main/drivers/registry.ts';
import { checkProject } from '../../src-main/project/check/check-project.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { figure } from '../figure.ts';
import { faultyProject } from './faulty-project.ts';

const ROUNDS: Readonly<Record<Size, number>> = { tiny: 3, short: 15, long: 60 };
const FAULTS = 60;
/** The goal of the specification: faults come while somebody still looks at the key that he pressed. */
const LONGEST = { atMost: 200 } as const;

/** Time of a whole check, cold: nothing is known of the files from before. */
export const check: Benchmark = {
  name: 'check',
  title: 'Check of a project: sixty faults named in one pass',
  missing: () => undefined,
  run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const measure = (tags: number): readonly number[] => {
      const project = faultyProject(tags);
      return Array.from({ length: ROUNDS[size] }, () => {
        const startMs = performance.now();
        const { faults } = checkProject(project, drivers);
        const tookMs = performance.now() - startMs;
        atLeast(FAULTS, faults.length, 'faults named');
        return tookMs;
      });
    };
    say('200 tags');
    const small = measure(200);
    say('5,000 tags');
    const large = measure(5_000);
    return Promise.resolve({
      figures: [
        figure('60 faults in 200 tags', 'ms', small, [], LONGEST),
        figure('60 faults in 5,000 tags', 'ms', large),
      ],
      work: [
        `${small.length} checks of each, from the text of the files to the list of faults; all 60 were named each time`,
      ],
    });
  },
};
