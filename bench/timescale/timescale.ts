import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { postgresMissing } from '../../src-main/testing/postgres-programs.ts';
import type { Benchmark, BenchmarkRun, Outcome, Size } from '../benchmark.ts';
import { type PointSource, pointsOf } from '../history/point-source.ts';
import { lastFigures, screenFigures } from './answer-figures.ts';
import { awayFigures } from './away-figures.ts';
import { startBenchDatabase } from './bench-database.ts';
import { intakeFigures } from './intake-figures.ts';
import { pacedFigures } from './paced-figures.ts';

interface Scale {
  /** Of 1,000 tags. */
  readonly intakePoints: number;
  readonly rounds: number;
  readonly pacedSeconds: number;
  readonly screenTags: number;
  readonly screenHours: number;
  readonly repeats: number;
  readonly awaySeconds: number;
}

/** `long`: a minute at 200,000 points a second, 50 million points behind a screen, ten minutes away. */
const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { intakePoints: 200e3, rounds: 1, pacedSeconds: 4, screenTags: 10, screenHours: 1, repeats: 5, awaySeconds: 3 },
  short: {
    intakePoints: 2e6,
    rounds: 3,
    pacedSeconds: 15,
    screenTags: 60,
    screenHours: 24,
    repeats: 30,
    awaySeconds: 30,
  },
  long: {
    intakePoints: 15e6,
    rounds: 3,
    pacedSeconds: 60,
    screenTags: 580,
    screenHours: 24,
    repeats: 200,
    awaySeconds: 600,
  },
};
const INTAKE = { devices: 40, tagsPerDevice: 25, stepSeconds: 0.1, stepsPerBatch: 10 };
const HOUR_US = 3_600e6;

/** From the beginning of this hour, so that its points are as new as those of a plant that runs. */
function liveSource(points: number): PointSource {
  const steps = points / INTAKE.devices / INTAKE.tagsPerDevice;
  return { ...INTAKE, steps, startUs: Math.floor((Date.now() * 1_000) / HOUR_US) * HOUR_US };
}

/** Whole hours that are over. */
function daySource(tags: number, hours: number): PointSource {
  const startUs = (Math.floor((Date.now() * 1_000) / HOUR_US) - hours) * HOUR_US;
  return { devices: tags / 10, tagsPerDevice: 10, steps: hours * 3_600, stepSeconds: 1, stepsPerBatch: 10, startUs };
}

/** The historian in TimescaleDB (Apache edition): what it takes, answers and bears. */
export const timescale: Benchmark = {
  name: 'timescale',
  title: 'Historian in TimescaleDB: log → hypertable, a screen of trend, a database that goes away',
  missing: () => postgresMissing('apache'),
  async run({ size, minutes, say }: BenchmarkRun): Promise<Outcome> {
    const scale = SCALE[size];
    const awaySeconds = minutes === undefined ? scale.awaySeconds : minutes * 60;
    const lifetime = new Lifetime('timescale benchmark');
    try {
      const postgres = await startBenchDatabase(lifetime);
      const source = liveSource(scale.intakePoints);
      const intake = await intakeFigures(postgres, source, scale.rounds, say);
      const last = await lastFigures(intake.url, source, scale, say);
      const paced = await pacedFigures(postgres, scale.pacedSeconds, scale.rounds, say);
      const day = daySource(scale.screenTags, scale.screenHours);
      const screen = await screenFigures(postgres, day, scale, say);
      const away = await awayFigures(postgres, awaySeconds, say);
      return {
        figures: [...intake.figures, ...paced, ...screen, ...last, ...away.figures],
        work: [
          `${pointsOf(source).toLocaleString('en')} points of 1,000 tags, taken ${scale.rounds} × and again ${scale.rounds} ×, fsync on`,
          `${pointsOf(day).toLocaleString('en')} points of ${scale.screenTags} tags over ${scale.screenHours} h behind a screen; each question asked ${scale.repeats * scale.rounds} ×`,
          away.work,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};
