import { afterEach, describe, expect, it } from 'vitest';
import type { ReplayRequest } from '../../../src-shared/contract/replay.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import { drivers } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { mergeTag } from '../../project/revisions/edit-device.ts';
import { ProjectEditor } from '../../project/revisions/project-editor.ts';
import { eventually } from '../../testing/eventually.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { JobList } from '../jobs/job-list.ts';
import { HistoryReplays } from './history-replays.ts';

const DEVICE = `id: rig
protocol: modbus-tcp
connection: { host: 127.0.0.1 }
uns_prefix: a/rig
tags: [{ id: t, address: "40001", data_type: int16 }]
`;
const SECOND = 1e6;
const edits: ReplayRequest['against'] = {
  kind: 'edits',
  device: 'rig',
  edits: [{ kind: 'change', tag: 't', patch: { scale: 10 } }],
};

let lifetime = new Lifetime('test');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('test');
});

/** Replays of a project with one tag. @param points of its history by the range that is read */
async function given(points: (fromUs: number, toUs: number) => Iterable<number>) {
  const folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Hall }\n', 'devices/rig.yaml': DEVICE });
  lifetime.defer(() => folder.remove());
  const editor = await ProjectEditor.open(folder.path, drivers, systemClock);
  const jobs = lifetime.add(new JobList(systemClock, silentLogger));
  const replays = new HistoryReplays({
    ...{ clock: systemClock, jobs, editor },
    storage: {
      series: () => Promise.reject(new Error('nothing is calculated')),
      scan: async function* scan(_tag, { fromUs, toUs }) {
        for (const timeUs of points(fromUs, toUs)) {
          const series: RawSeries = {
            kind: 'raw',
            timeUs: Float64Array.of(timeUs),
            value: Float64Array.of(5),
            status: new Uint32Array(1),
          };
          yield series;
        }
      },
    },
  });
  const asked = (against: ReplayRequest['against'], more: Partial<ReplayRequest> = {}): ReplayRequest => {
    return { from: 'now-1h', to: 'now', zone: 'UTC', against, ...more };
  };
  return { replays, jobs, editor, asked };
}

describe('history replayed as a job', () => {
  it('is called off in the midst of a history that never ends', async () => {
    const { replays, jobs, asked } = await given(function* endless(fromUs) {
      for (let at = 0; ; at++) yield fromUs + at;
    });
    const { id, title } = await replays.start(asked(edits), 'Ann');
    expect(title).toBe('Compare revision 1 (running) with the edits that are not applied');
    await eventually(() => expect(jobs.view(id, 'me').text).toMatch(/^[\d,]+ points · rig\/t$/));
    expect(() => replays.result(id)).toThrow(/runs still/);
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled', text: 'Called off. Nothing was changed.' });
  });

  it('takes no point for one of a revision that another one stored', async () => {
    const { replays, editor, asked } = await given(function* everySecond(fromUs, toUs) {
      for (let us = fromUs + SECOND / 2; us < toUs; us += SECOND) yield us;
    });
    const change = (scale: number) =>
      editor.change((text) => mergeTag(text, 'rig', 't', { scale }), { author: 'Ann', comment: '' });
    await change(10);
    const { timeUs } = editor.current.revision;
    const work = { signal: new AbortController().signal, progress: () => undefined };
    const at = (us: number): string => new Date(us / 1_000).toISOString();
    const range = { from: at(timeUs - 100 * SECOND), to: at(timeUs + 50 * SECOND) };
    const old = await replays.run(asked({ kind: 'revision', revision: 2 }, { ...range, revision: 1 }), work);
    // What came since is of revision 2.
    expect(old.rows[0]).toMatchObject({ text: '× 10', compared: 100, untold: 50 });
    expect(old.rows[0]!.notes).toEqual(['50 points had been scaled by another revision.']);
    const back = await replays.run(asked({ kind: 'revision', revision: 1 }, range), work);
    expect(back.rows[0]).toMatchObject({ verdict: 'unknown', compared: 0, untold: 150 });
    // Once it is scaled as at first, those of revision 1 count, and what comes after revision 2, which was short.
    await change(1);
    const third = await replays.run(asked({ kind: 'revision', revision: 2 }, range), work);
    expect(third.rows[0]).toMatchObject({ text: '× 10', compared: 150 });
  });

  it('refuses a configuration with faults, a revision that is not there, and a range that ends before it begins', async () => {
    const { replays, asked } = await given(() => []);
    const wrong = { ...edits, edits: [{ kind: 'change' as const, tag: 't', patch: { address: 'x' } }] };
    await expect(replays.start(asked(wrong), 'Ann')).rejects.toMatchObject({ code: 'NX_PROJECT_INVALID' });
    await expect(replays.start(asked({ kind: 'revision', revision: 9 }), 'Ann')).rejects.toMatchObject({
      code: 'NX_NOT_FOUND',
    });
    await expect(replays.start(asked(edits, { from: 'now', to: 'now-1h' }), 'Ann')).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
    await expect(replays.start(asked({ kind: 'files', files: {} }), 'Ann')).rejects.toMatchObject({
      code: 'NX_PROJECT_NOT_FOUND',
    });
  });

  it('compares with what stands on disk', async () => {
    const { replays, asked } = await given(() => []);
    const work = { signal: new AbortController().signal, progress: () => undefined };
    const found = await replays.run(asked({ kind: 'disk' }), work);
    expect(found).toMatchObject({
      after: 'the files on disk',
      summary: 'None of 1 tag differs.',
      tags: { untouched: 1 },
    });
  });
});
