import { describe, expect, it } from 'vitest';
import { TopicTree } from '../topic-tree.ts';
import { findHints } from './find-hints.ts';
import { TopicProbes } from './topic-probes.ts';
import { twoPublishers } from './two-publishers.ts';

const WALL = 1_000_000;
const ENERGY = 'acme/plant/meter/energy';

/** A tree with a project of three tags, polled every second. */
function given(everyMs?: number) {
  const tree = new TopicTree({ topics: 1_000, bytes: 10_000_000 }, 0);
  const at = { ms: 0 };
  const topics = ['energy', 'power', 'current'].map((tag) => `acme/plant/meter/${tag}`);
  const expected = topics.map((topic) => ({
    topic,
    device: 'meter',
    tag: topic.split('/').at(-1)!,
    ...(everyMs !== undefined && { everyMs }),
  }));
  tree.expect(expected, new Set(['acme/plant']));
  const probes = new TopicProbes(({ everyMs: every }, messages) => twoPublishers(messages, every));
  const says = (topic: string, payload: object | string | number = 1, retain = false): void =>
    tree.receive(topic, Buffer.from(JSON.stringify(payload)), { qos: 1, retain }, at.ms, WALL + at.ms);
  const found = (connectedMs: number | null = WALL) =>
    findHints(tree, { nowMs: WALL + at.ms, connectedMs, expected, shared: probes.found });
  return { tree, at, says, found, probes };
}

const texts = ({ hints }: ReturnType<typeof findHints>): string[] => hints.map(({ text }) => text);
const pointOf = (ms: number): object => ({ value: 1, timestamp: new Date(WALL + ms).toISOString(), quality: 192 });

describe('hints about what is on the broker', () => {
  it('are none where every tag comes as it should', () => {
    const { at, says, found, probes, tree } = given(1_000);
    for (; at.ms < 60_000; at.ms += 1_000) {
      says(ENERGY, pointOf(at.ms));
      if (at.ms % 5_000 === 0) probes.turn(tree.topics, at.ms);
    }
    expect(found()).toEqual({
      counts: { publishers: 0, overdue: 0, retained: 0, depth: 0, case: 0, name: 0 },
      hints: [],
    });
  });

  it('name a tag that is silent for three times its interval, and for whom', () => {
    const { at, says, found } = given(2_000);
    for (; at.ms < 20_000; at.ms += 2_000) says(ENERGY);
    at.ms += 3_000;
    expect(found().counts.overdue).toBe(0);
    at.ms += 3_000;
    expect(found()).toMatchObject({
      counts: { overdue: 1 },
      hints: [{ kind: 'overdue', topic: ENERGY, tag: { device: 'meter', tag: 'energy' } }],
    });
    expect(texts(found())).toEqual([
      `${ENERGY} has no message for 8 s, and had one every 2 s. Look whether its device is connected.`,
    ]);
  });

  it('name a branch once that fell silent as a whole', () => {
    const { at, says, found } = given();
    for (; at.ms < 5_000; at.ms += 1_000) for (let n = 0; n < 40; n++) says(`flood/tag-${n}`);
    at.ms += 60_000;
    expect(texts(found())).toEqual([
      'flood has 40 topics without messages: tag-0 for 61 s, and had one every 1 s. Look whether its publisher runs.',
    ]);
  });

  it('have more patience with topics of which nothing but their mean is known', () => {
    const { at, says, found } = given();
    for (; at.ms < 20_000; at.ms += 2_000) says('other/x');
    at.ms += 15_000;
    expect(found().counts.overdue).toBe(0);
    at.ms += 6_000;
    expect(texts(found())).toEqual([
      'other/x has no message for 23 s, and had one every 2 s. Look whether its publisher runs.',
    ]);
  });

  it('call nothing overdue while the broker is away, nor what had no time to come since', () => {
    const { at, says, found } = given(1_000);
    for (; at.ms < 10_000; at.ms += 1_000) says(ENERGY);
    at.ms += 600_000;
    expect(found(null).counts.overdue).toBe(0);
    expect(found(WALL + at.ms - 1_000).counts.overdue).toBe(0);
    expect(found(WALL + at.ms - 60_000).counts.overdue).toBe(1);
  });

  it('name a retained message that newer values left behind, and not one that is retained with each value', () => {
    const { at, says, found, tree } = given();
    says(ENERGY, 1, true);
    says('acme/plant/meter/power', 1, true);
    for (at.ms = 1_000; at.ms <= 12_000; at.ms += 1_000) {
      says(ENERGY);
      says('acme/plant/meter/power', 1, true);
    }
    expect(texts(found())).toEqual([
      `${ENERGY} has a retained message that is 12 s older than its last value: whoever subscribes gets the old one first. Clear it, or let this gateway retain its values (mqtt.retain).`,
    ]);
    tree.receive(ENERGY, Buffer.alloc(0), { qos: 1, retain: true }, at.ms, WALL + at.ms);
    expect(found().counts.retained).toBe(0);
  });

  it('name branches whose topics have another depth than those of the project, once each', () => {
    const { says, found } = given();
    says(ENERGY);
    says('acme/plant/meter/phase/1');
    says('acme/plant/meter/phase/2');
    says('elsewhere/x');
    expect(texts(found())).toEqual([
      'acme/plant/meter/phase holds 2 topics of 5 levels, and most topics of this project have 4. Look whether a level is missing or one too many.',
    ]);
  });

  it('name levels that differ by case, hold spaces or are nothing, once each', () => {
    const { says, found } = given();
    for (const topic of ['acme/x', 'Acme/x', 'Acme/y', 'plant b/x', 'plant b/y', 'a//b']) says(topic);
    expect(found().counts).toMatchObject({ case: 1, name: 2 });
    expect(texts(found())).toEqual(
      expect.arrayContaining([
        '“Acme” and “acme” differ by case only. Give both one name.',
        '“plant b” has a space in it. Name it without, as “plant_b”.',
        'a/ has a level without a name. Take one “/” out where it is published.',
      ]),
    );
  });

  it('list the first hundred of a kind and count all', () => {
    const { says, found } = given();
    for (let n = 0; n < 150; n++) says(`line ${n}/x`);
    const { counts, hints } = found();
    expect(counts.name).toBe(150);
    expect(hints).toHaveLength(100);
  });
});

describe('two publishers of one topic', () => {
  /** What is found after enough messages of whoever publishes in turn. */
  function told(publishers: ((ms: number) => object | number)[], stepMs: number, everyMs?: number): string[] {
    const { at, says, found, probes, tree } = given(everyMs);
    says(ENERGY, publishers[0]!(0));
    probes.turn(tree.topics, 0);
    for (let n = 1; n < 14; n++) {
      at.ms = n * stepMs;
      says(ENERGY, publishers[n % publishers.length]!(at.ms));
    }
    probes.turn(tree.topics, at.ms);
    return texts(found());
  }

  it('are known by forms that take turns', () => {
    expect(told([pointOf, (ms) => ({ v: 1, ts: WALL + ms })], 500)).toEqual([
      `${ENERGY} seems to have two publishers: messages of two forms take turns, JSON with ts, v and JSON with quality, timestamp, value. Look on the broker which other client publishes it, and give one of them another prefix.`,
    ]);
  });

  it('are known by the names that they give themselves', () => {
    const of = (node: string) => (ms: number) => ({ ...pointOf(ms), node });
    expect(told([of('edge-1'), of('edge-2')], 500)[0]).toContain('of edge-2 and JSON with');
  });

  it('are known by times that go back', () => {
    expect(told([pointOf, (ms) => pointOf(ms - 900)], 500)[0]).toContain('the times of its messages went back');
  });

  it('with the same project on two gateways are known by values that come faster than the tag is polled', () => {
    expect(told([pointOf, pointOf], 500, 1_000)[0]).toContain(
      'a value came every 500 ms, and its tag is polled every 1000 ms',
    );
  });

  it('are not suspected where one publisher leaves a member out at times, or comes late', () => {
    const at = (ms: number): object => (ms % 1_500 === 0 ? { ...pointOf(ms), vx: 'NaN', unit: 'bar' } : pointOf(ms));
    expect(told([at], 500, 500)).toEqual([]);
    expect(told([() => 1, () => 2], 500)).toEqual([]);
  });

  it('are forgotten when one of them stopped', () => {
    const { at, says, found, probes, tree } = given();
    const rounds = (publish: (n: number) => object): void => {
      for (let n = 0; n < 30; n++, at.ms += 500) {
        says(ENERGY, publish(n));
        probes.turn(tree.topics, at.ms);
      }
    };
    rounds((n) => (n % 2 === 0 ? pointOf(at.ms) : { v: 1, ts: WALL + at.ms }));
    expect(found().counts.publishers).toBe(1);
    rounds(() => pointOf(at.ms));
    expect(found().counts.publishers).toBe(0);
  });
});
