import { describe, expect, it } from 'vitest';
import { Emitter } from '../kernel/emitter.ts';
import { counterFrame } from './counter-frame.ts';
import { LogClient, type LogHostLink } from './log-client.ts';
import type { FromLogHost, LogHead, ToLogHost } from './log-messages.ts';

/** The host's side of the link, played by hand: the moment of its death decides what is tested here. */
function link() {
  const told = new Emitter<unknown>();
  const started = new Emitter<void>();
  const sent: ToLogHost[] = [];
  const host: LogHostLink = { told, started, tell: (body) => sent.push(body as ToLogHost) > 0 };
  const headAt = (totalPoints: number): LogHead => ({ logId: 'log', segment: 1, offset: 128, totalPoints });
  const tell = (message: FromLogHost): void => told.emit(message);
  const recovery = {
    nextOrdinal: 2,
    pointsBefore: [0, 0, 0, 0],
    previous: 'restart',
    lastReceivedUs: 1,
    epoch: 0,
  } as const;
  const damage = { segments: 1, damagedSegments: 0, damagedPlaces: 0, damagedBytes: 0 };
  return {
    host,
    sent,
    start: (totalPoints: number): void => {
      tell({ type: 'opened', head: headAt(totalPoints), recovery: { ...recovery, ...damage } });
      started.emit();
    },
    accept: (points: number, totalPoints: number): void =>
      tell({ type: 'accepted', points, bytes: points * 24, head: headAt(totalPoints) }),
    reject: (points: number): void => tell({ type: 'rejected', points, bytes: points * 24, reason: 'full' }),
  };
}

const frame = (): ArrayBuffer => counterFrame(1, [1, 2], 0, 1);

describe('the client of the log', () => {
  it('learns from the next opening what a host that died had written and not told', () => {
    const { host, start, accept } = link();
    const client = new LogClient(host);
    start(1_000);
    for (let i = 0; i < 10; i++) client.append(frame(), 2);
    accept(4, 1_004);
    expect(client.counts).toEqual({ produced: 20, accepted: 4, rejected: 0, pending: 16 });
    start(1_014);
    expect(client.counts).toEqual({ produced: 20, accepted: 14, rejected: 6, pending: 0 });
  });

  it('counts nothing twice when the host dies more than once before it opens again', () => {
    const { host, start } = link();
    const client = new LogClient(host);
    start(0);
    client.append(frame(), 2);
    start(2);
    start(2);
    client.append(frame(), 2);
    start(2);
    expect(client.counts).toEqual({ produced: 4, accepted: 2, rejected: 2, pending: 0 });
  });

  it('counts what the host rejects, and takes no more than may be on its way', () => {
    const { host, start, reject } = link();
    const client = new LogClient(host, frame().byteLength * 2);
    start(0);
    expect([client.append(frame(), 2), client.append(frame(), 2), client.append(frame(), 2)]).toEqual([
      true,
      true,
      false,
    ]);
    reject(2);
    expect(client.counts).toEqual({ produced: 6, accepted: 0, rejected: 4, pending: 2 });
  });

  it('remembers what was rejected here and tells the host when it takes again, once and in bounded memory', () => {
    const { host, sent, start, accept } = link();
    let isUp = false;
    const client = new LogClient({ ...host, tell: (body, transfer) => isUp && host.tell(body, transfer) });
    client.names([[1, 'device 1']], [[1, 'tag 1']]);
    for (let n = 0; n < 1_000; n++) client.append(counterFrame(1, [1, 2], n, 5_000 + n), 2);
    isUp = true;
    start(0);
    const lost = sent.filter(({ type }) => type === 'lost');
    const devices = new Map([['device 1', 4_999]]);
    expect(lost).toEqual([
      { type: 'lost', gap: { fromUs: 4_999, toUs: 5_999, reason: 'dropped', points: 2_000, devices } },
    ]);
    client.append(frame(), 2);
    accept(2, 2);
    expect(sent.filter(({ type }) => type === 'lost').length).toBe(1);
    expect(client.counts).toEqual({ produced: 2_002, accepted: 2, rejected: 2_000, pending: 0 });
  });

  it('tells of points beyond what may be on its way once that has arrived', () => {
    const { host, sent, start, accept } = link();
    const client = new LogClient(host, frame().byteLength);
    start(0);
    client.append(frame(), 2);
    client.append(counterFrame(1, [1, 2], 1, 700), 2);
    expect(sent.filter(({ type }) => type === 'lost')).toEqual([]);
    accept(2, 2);
    expect(sent.filter(({ type }) => type === 'lost')).toMatchObject([{ gap: { fromUs: 699, toUs: 700, points: 2 } }]);
  });

  it('keeps the latest state and hands on what the host tells of room and time', () => {
    const { host } = link();
    const client = new LogClient(host);
    const heard: unknown[] = [];
    client.changed.on((state) => heard.push(state.kind));
    client.pressed.on((belowOrdinal) => heard.push(belowOrdinal));
    client.clockStepped.on((step) => heard.push(step));
    const state = { kind: 'ok', text: '', usedBytes: 1, budgetBytes: 2, freeBytes: 3, droppedPoints: 0 } as const;
    expect(client.state).toBeUndefined();
    (host.told as Emitter<unknown>).emit({ type: 'state', state } satisfies FromLogHost);
    (host.told as Emitter<unknown>).emit({ type: 'pressure', belowOrdinal: 7 } satisfies FromLogHost);
    (host.told as Emitter<unknown>).emit({ type: 'clock-step', byMs: -900, epoch: 3 } satisfies FromLogHost);
    expect(client.state).toEqual(state);
    expect(heard).toEqual(['ok', 7, { byMs: -900, epoch: 3 }]);
  });

  it('tells all names again to a host that starts anew', () => {
    const { host, sent, start } = link();
    const client = new LogClient(host);
    client.names([[1, 'device 1']], [[1, 'tag 1']]);
    client.names(
      [],
      [
        [2, 'tag 2'],
        [1, 'tag 1 renewed'],
      ],
    );
    sent.length = 0;
    start(0);
    expect(sent).toEqual([
      {
        type: 'names',
        devices: [[1, 'device 1']],
        tags: [
          [1, 'tag 1 renewed'],
          [2, 'tag 2'],
        ],
      },
    ]);
  });
});
