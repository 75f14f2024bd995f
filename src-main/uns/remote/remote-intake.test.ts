import { describe, expect, it } from 'vitest';
import { decodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { PayloadWriter, planMetric } from '../sparkplug/encode-payload.ts';
import { METRIC_TYPE } from '../sparkplug/metric-type.ts';
import { RemoteIntake } from './remote-intake.ts';

const TIME = '2026-11-21T10:00:00.000001Z';
const TIME_US = Date.parse('2026-11-21T10:00:00Z') * 1_000 + 1;

function given({ mostTags = 100, ownNode = '' } = {}) {
  const notices: string[] = [];
  const rebirths: string[] = [];
  const intake = new RemoteIntake({
    mostTags,
    wallUs: () => 5,
    notice: (kind, topic) => notices.push(`${kind} ${topic}`),
    isPassed: (topic) => topic.startsWith('nexus/') || (ownNode !== '' && topic.includes(ownNode)),
    rebirth: (group, node) => rebirths.push(`${group}/${node}`),
  });
  const take = (topic: string, payload: string | Uint8Array): void => {
    const bytes = Buffer.from(payload);
    const message = { bytes, payloadStart: 0, payloadEnd: bytes.length, id: 1 };
    const key = Buffer.from(topic).toString('latin1');
    intake.take({ ...message, topic: key, isDuplicate: false, isRetained: false, isTooLong: false });
  };
  /** Everything of the turn as `topic=value@µs after 10:00`. */
  const finish = (): string[] => {
    const { tags, frames } = intake.finish();
    for (const tag of tags) topics[tag.number] = tag.topic;
    return frames.flatMap((frame) => {
      const batch = decodeBatch(frame);
      return [...batch.tag].map((tag, row) => {
        const value = batch.cells?.find((cell) => cell.row === row)?.value ?? batch.value[row]!;
        return `${topics[tag]}=${String(value)}@${batch.timeUs[row]! - TIME_US + 1}`;
      });
    });
  };
  const topics: string[] = [];
  return { intake, take, finish, notices, rebirths };
}

const json = (value: unknown, micros = '000001', more = ''): string =>
  `{"value":${JSON.stringify(value)},"timestamp":"2026-11-21T10:00:00.${micros}Z","quality":192,"device_id":"pump","tag_id":"p"${more}}`;

describe('messages of other gateways', () => {
  it('become one frame a device, with the tags that are new', () => {
    const { intake, take } = given();
    take('acme/line/pump/p', json(1));
    take('acme/line/pump/p', json(2, '000002'));
    take('acme/line/pump/deep/er', json(3).replace('"p"', '"deep/er"'));
    take('acme/other/pump/p', json(4));
    const { tags, frames, points } = intake.finish();
    expect(points).toEqual([3, 1]);
    expect(tags.map(({ topic, devicePath, tag }) => [topic, devicePath, tag])).toEqual([
      ['acme/line/pump/p', 'acme/line/pump', 'p'],
      ['acme/line/pump/deep/er', 'acme/line/pump', 'deep/er'],
      ['acme/other/pump/p', 'acme/other/pump', 'p'],
    ]);
    expect(decodeBatch(frames[0]!)).toMatchObject({ origin: 'remote', receivedUs: 5, count: 3 });
    take('acme/line/pump/p', json(5, '000003'));
    expect(intake.finish().tags).toEqual([]);
  });

  it('are read in every payload: texts, exact integers, batches, compact', () => {
    const { take, finish, intake } = given();
    take('a/b/c', json('running'));
    take('a/b/n', json('-9223372036854775808'));
    take('a/b/u', json('18446744073709551615'));
    take('a/b/t', json('00123456789012345678'));
    take('a/b/é', json(true));
    take('a/b/v', `{"v":7.5,"q":192,"ts":${TIME_US / 1_000 + 1}}`);
    take(
      'a/dev',
      `{"device_id":"dev","timestamp":"${TIME}","values":[{"tag_id":"x","value":1,"timestamp":"${TIME}","quality":192},{"tag_id":"y","topic":"deep/y","value":null,"timestamp":"${TIME}","quality":0}]}`,
    );
    expect(finish().sort()).toEqual(
      [
        'a/b/c=running@1',
        'a/b/n=-9223372036854775808@1',
        'a/b/u=18446744073709551615@1',
        'a/b/t=00123456789012345678@1',
        'a/b/é=1@1',
        'a/b/v=7.5@1001',
        'a/dev/x=1@1',
        'a/dev/deep/y=NaN@1',
      ].sort(),
    );
    expect(intake.quarantined).toBe(0);
  });

  it('are never ours, by topic or by the log they were read from', () => {
    const { intake, take, finish } = given();
    intake.tellOwn(['ours/dev/p'], 'log-1');
    take('ours/dev/p', json(1));
    take('theirs/pump/p', json(1, '000001', ',"log":"log-1","lane":0,"seq":1'));
    take('theirs/pump/p', json(2, '000002', ',"log":"log-2","lane":0,"seq":1'));
    take('theirs/pump/p', json(3, '000003', ',"log":"log-1","lane":0,"seq":2'));
    expect(finish()).toEqual(['theirs/pump/p=2@2']);
    expect(intake.own).toBe(3);
  });

  it('of the same tag and time are taken once, until it may be that the log did not take them', () => {
    const { intake, take, finish } = given();
    take('a/pump/p', json(1));
    take('a/pump/p', json(1));
    expect(finish()).toEqual(['a/pump/p=1@1']);
    take('a/pump/p', json(1));
    expect(finish()).toEqual([]);
    intake.forgetTimes();
    take('a/pump/p', json(1));
    expect(finish()).toEqual(['a/pump/p=1@1']);
    expect(intake.repeated).toBe(2);
  });

  it('that are no points, or have no time, are counted and told once for each first level', () => {
    const { intake, take, finish, notices } = given();
    for (const payload of ['hello', '[1]', '{"a":1}', '{"value":1}', json(1).slice(0, -1), Buffer.from([0xff, 0xfe])]) {
      take('x/y', payload);
      take('z/y', payload);
    }
    take('x/cleared', '');
    take('nexus/status/gateway-2', '{"status":"online"}');
    expect(finish()).toEqual([]);
    expect(intake.quarantined).toBe(12);
    expect(notices).toEqual(['no-point x/y', 'no-point z/y']);
  });

  it('of tags beyond the limit are counted and passed over, those that are known still taken', () => {
    const { intake, take, finish, notices } = given({ mostTags: 2 });
    intake.tellKnown(['a/known/p']);
    for (const device of ['one', 'two', 'three']) take(`a/${device}/p`, json(1));
    take('a/known/p', json(2));
    expect(finish().map((text) => text.split('=')[0])).toEqual(['a/one/p', 'a/known/p']);
    expect(intake.overLimit).toBe(2);
    expect(notices).toEqual(['too-many a/two/p']);
  });
});

describe('nodes of Sparkplug B', () => {
  const birth = planMetric('Line/Pressure', METRIC_TYPE.Double, 4, 'bar');
  const row = (value: number, status = STATUS.Good) => ({ timeUs: TIME_US - 1, value, status, cell: undefined });
  const payload = (write: (writer: PayloadWriter) => void): Buffer => {
    const writer = new PayloadWriter();
    writer.begin(TIME_US / 1_000);
    write(writer);
    return writer.end(0);
  };
  const born = payload((writer) => {
    writer.birth(planMetric('bdSeq', METRIC_TYPE.UInt64), row(3));
    writer.birth(birth, row(1.5));
  });
  const data = (ms: number): Buffer =>
    payload((writer) => writer.data(birth, TIME_US - 1 + ms * 1_000, 2.5, STATUS.Good, undefined, false, false));

  it('are read by the aliases of their births, with unit and place', () => {
    const { intake, take } = given();
    take('spBv1.0/plant/DBIRTH/edge/pump', born);
    take('spBv1.0/plant/DDATA/edge/pump', data(1));
    const { tags, frames } = intake.finish();
    expect(tags).toMatchObject([
      {
        topic: 'spBv1.0/plant/edge/pump/Line/Pressure',
        devicePath: 'spBv1.0/plant/edge/pump',
        tag: 'Line/Pressure',
        unit: 'bar',
      },
    ]);
    expect([...decodeBatch(frames[0]!).value]).toEqual([1.5, 2.5]);
  });

  it('whose births nobody saw are asked for them, and our own node is passed over', () => {
    const { intake, take, finish, rebirths } = given({ ownNode: '/ours' });
    take('spBv1.0/plant/DDATA/edge/pump', data(1));
    take('spBv1.0/plant/DBIRTH/ours/pump', born);
    take('spBv1.0/plant/NDEATH/edge', born);
    take('spBv1.0/STATE/host', '{"online":true}');
    expect(intake.quarantined).toBe(0);
    take('spBv1.0/plant/DDATA/edge/pump', 'garbage');
    expect(intake.quarantined).toBe(1);
    expect(finish()).toEqual([]);
    expect(rebirths).toEqual(['plant/edge']);
  });
});
