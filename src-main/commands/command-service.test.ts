import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tag } from '../../src-shared/domain/tag.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { createLogger } from '../kernel/logger.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { Arming } from './arming.ts';
import { CommandService } from './command-service.ts';
import type { WriteCommand, WriteOrder, WriteOutcome } from './write-command.ts';
import { WriteJournal } from './write-journal.ts';

const logger = createLogger('error');
const SETTINGS = { maxConcurrent: 50, maxWaiting: 1_000, timeoutMs: 10_000, skewMs: 30_000 };
const DONE: WriteOutcome = { kind: 'done', verified: true, readBack: 42, tookMs: 3 };

let folder: string;
let clock: FakeClock;
let journal: WriteJournal;
let arming: Arming;
/** Orders that reached the device. */
let sent: WriteOrder[];
let device: (order: WriteOrder) => Promise<WriteOutcome>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-commands-'));
  clock = new FakeClock();
  journal = await WriteJournal.open(folder, clock.wallUs(), logger, { fileBytes: 1e7, files: 2, reserveBytes: 0 });
  arming = new Arming({ clock, record: journal.arming.bind(journal) }, 300_000);
  sent = [];
  device = () => Promise.resolve(DONE);
});
afterEach(async () => {
  await arming.dispose();
  await journal.dispose();
  await rm(folder, { recursive: true, force: true });
});

function service(settings = SETTINGS, more: object = {}): CommandService {
  const tag = Tag.parse({ id: 'setpoint', address: 'holding:1', data_type: 'int16', access: 'read_write', ...more });
  const find = (id: string, name: string) =>
    id === 'boiler' && name === 'setpoint'
      ? {
          device: id,
          isEnabled: true,
          tag,
          tagUid: 'u',
          dataType: 'int16' as const,
          rule: compileTagRule(tag, 0),
          last: 41,
        }
      : undefined;
  const send = (order: WriteOrder): Promise<WriteOutcome> => {
    sent.push(order);
    return device(order);
  };
  return new CommandService({ clock, logger, journal, arming, find, send }, settings);
}

let made = 0;
const command = (fields: Partial<WriteCommand> = {}): WriteCommand => ({
  requestId: `c${++made}`,
  device: 'boiler',
  tag: 'setpoint',
  value: 42,
  verify: true,
  receivedUs: clock.wallUs(),
  actor: { name: 'mqtt', via: 'mqtt', session: undefined },
  hash: 'h',
  ...fields,
});

describe('the one door of writes', () => {
  it('answers with a receipt that says what was asked, what was before and what was read back', async () => {
    const receipt = await service().execute(command({ requestId: 'a' }));
    expect(receipt).toMatchObject({
      request_id: 'a',
      device_id: 'boiler',
      tag_id: 'setpoint',
      success: true,
      status: 'DONE_VERIFIED',
      error: null,
      value: 42,
      read_back: 42,
      previous: 41,
    });
  });

  it('has the intent on the medium before the device hears of it, and the end before the answer', async () => {
    const commands = service();
    device = async () => {
      const other = await WriteJournal.open(folder, clock.wallUs(), logger, {
        fileBytes: 1e7,
        files: 9,
        reserveBytes: 0,
      });
      expect(other.orphans).toMatchObject([{ receipt: { request_id: 'a', status: 'UNKNOWN' } }]);
      await other.dispose();
      return DONE;
    };
    await commands.execute(command({ requestId: 'a' }));
    expect(sent.length).toBe(1);
  });

  it.each([
    ['NO_SUCH_TAG', { tag: 'other' }],
    ['NOT_ARMED', { actor: { name: 'rest', via: 'rest' as const, session: 's' } }],
    ['EXPIRED', { tsUs: 0 }],
    ['OUT_OF_RANGE', { value: 70_000 }],
    ['BAD_REQUEST', { value: 'on' }],
  ])('refuses with %s and sends nothing', async (code, fields) => {
    const receipt = await service().execute(command(fields));
    expect(receipt).toMatchObject({ status: 'REJECTED', success: false, error: { code } });
    expect(sent).toEqual([]);
  });

  it('refuses a time stamp that is too far ahead', async () => {
    const receipt = await service().execute(command({ tsUs: clock.wallUs() + 31e6 }));
    expect(receipt.error?.code).toBe('CLOCK_SKEW');
  });

  it('says no more than FORBIDDEN of what the sender may not write, be it there or not', async () => {
    const there = await service().execute(command({ isForbidden: true }));
    const nowhere = await service().execute(command({ isForbidden: true, tag: 'nothing' }));
    expect(there.error?.code).toBe('FORBIDDEN');
    expect(nowhere.error).toEqual(there.error);
    expect(sent).toEqual([]);
  });

  it('writes for a session that is armed', async () => {
    await arming.arm({ name: 'me', via: 'rest', session: 's' }, 'boiler', 'loop check');
    const receipt = await service().execute(command({ actor: { name: 'me', via: 'rest', session: 's' } }));
    expect(receipt.status).toBe('DONE_VERIFIED');
  });

  it('writes to a critical tag only with its name, and for nobody who comes over MQTT', async () => {
    await arming.arm({ name: 'me', via: 'rest', session: 's' }, 'boiler', 'trip test');
    const commands = service(SETTINGS, { name: 'Trip limit', critical: true });
    const actor = { name: 'me', via: 'rest', session: 's' } as const;
    for (const confirm of [undefined, '', 'trip limit', 'setpoint']) {
      const receipt = await commands.execute(command({ actor, confirm }));
      expect(receipt.error).toEqual({
        code: 'NOT_CONFIRMED',
        message: 'Trip limit is critical. Type “Trip limit” to write it.',
      });
    }
    const remote = await commands.execute(command());
    expect(remote.error?.message).toBe('Trip limit is critical. It is written at the workstation only.');
    expect(sent).toEqual([]);
    const receipt = await commands.execute(command({ actor, confirm: 'Trip limit ' }));
    expect(receipt.status).toBe('DONE_VERIFIED');
  });

  it('judges a command without sending it, for whoever is not armed', () => {
    const commands = service(SETTINGS, { critical: true, write_limits: { min: 0, max: 50 } });
    const actor = { name: 'me', via: 'rest', session: 's' } as const;
    expect(commands.judge(command({ actor }))).toMatchObject({ kind: 'accepted', value: 42 });
    expect(commands.judge(command({ actor, value: 51 }))).toMatchObject({ refusal: { code: 'OUT_OF_RANGE' } });
    expect(sent).toEqual([]);
  });

  it('executes an id once: a repeated command gets the stored end, also while the first one runs', async () => {
    const commands = service();
    const gate = Promise.withResolvers<WriteOutcome>();
    device = () => gate.promise;
    const [first, second] = [
      commands.execute(command({ requestId: 'a' })),
      commands.execute(command({ requestId: 'a' })),
    ];
    gate.resolve(DONE);
    expect(await first).toMatchObject({ status: 'DONE_VERIFIED', duplicate: false });
    expect(await second).toMatchObject({ status: 'DONE_VERIFIED', duplicate: true });
    expect(await commands.execute(command({ requestId: 'a' }))).toMatchObject({ duplicate: true });
    expect(sent.length).toBe(1);
  });

  it('refuses an id that was used for something else', async () => {
    const commands = service();
    await commands.execute(command({ requestId: 'a' }));
    const receipt = await commands.execute(command({ requestId: 'a', hash: 'other' }));
    expect(receipt).toMatchObject({ status: 'REJECTED', error: { code: 'ID_REUSED' } });
    expect(await commands.execute(command({ requestId: 'a' }))).toMatchObject({
      status: 'DONE_VERIFIED',
      duplicate: true,
    });
    expect(sent.length).toBe(1);
  });

  it('refuses another command with the id of one that runs, which is still executed once', async () => {
    const commands = service();
    const gate = Promise.withResolvers<WriteOutcome>();
    device = () => gate.promise;
    const first = commands.execute(command({ requestId: 'a' }));
    expect((await commands.execute(command({ requestId: 'a', hash: 'other' }))).error?.code, 'waiting').toBe(
      'ID_REUSED',
    );
    await expect.poll(() => sent.length).toBe(1);
    expect((await commands.execute(command({ requestId: 'a', hash: 'other' }))).error?.code, 'sent').toBe('ID_REUSED');
    gate.resolve(DONE);
    expect(await first).toMatchObject({ status: 'DONE_VERIFIED' });
    expect(await commands.execute(command({ requestId: 'a' }))).toMatchObject({ duplicate: true });
    expect(sent.length).toBe(1);
  });

  it.each<[string, WriteOutcome, string, string | null]>([
    ['took it', { kind: 'done', verified: false, readBack: 40, tookMs: 1 }, 'DONE', null],
    [
      'refused it',
      { kind: 'failed', code: 'NX_DRIVER_REJECTED', text: 'No.', tookMs: 1 },
      'FAILED',
      'NX_DRIVER_REJECTED',
    ],
    ['did not answer', { kind: 'unknown', text: 'No answer.', tookMs: 1 }, 'UNKNOWN', 'NX_DRIVER_UNKNOWN_OUTCOME'],
    ['held another value', { kind: 'precondition', seen: 7, tookMs: 1 }, 'REJECTED', 'PRECONDITION_FAILED'],
    ['is not there', { kind: 'down', text: 'Offline.' }, 'REJECTED', 'DEVICE_DOWN'],
  ])('tells honestly when the device %s', async (_what, outcome, status, code) => {
    device = () => Promise.resolve(outcome);
    const receipt = await service().execute(command());
    expect([receipt.status, receipt.error?.code ?? null]).toEqual([status, code]);
  });

  it('says UNKNOWN when the host of the device is gone while the write is under way', async () => {
    device = () => Promise.reject(new NexusError('NX_HOST_GONE'));
    expect((await service().execute(command())).status).toBe('UNKNOWN');
  });

  // Reliability reference 1.5 row 26, DESIGN 17.
  it('runs 50 of 1,500 at once, lets 1,000 wait and refuses 450 at once; each has one answer', async () => {
    const commands = service();
    const gate = Promise.withResolvers<WriteOutcome>();
    device = () => gate.promise;
    const answers = Array.from({ length: 1_500 }, () => commands.execute(command()));
    const refused = await Promise.all(answers.slice(1_050));
    expect(refused.map(({ error }) => error?.code)).toEqual(Array.from({ length: 450 }, () => 'BUSY'));
    await expect.poll(() => sent.length).toBe(50);
    expect(commands.counts).toMatchObject({ running: 50, waiting: 1_000 });
    gate.resolve(DONE);
    const all = await Promise.all(answers);
    expect(all.filter(({ status }) => status === 'DONE_VERIFIED').length).toBe(1_050);
    expect(commands.counts.settled).toEqual({ 'REJECTED:BUSY': 450, DONE_VERIFIED: 1_050 });
    expect(journal.recent(2_000).length).toBe(1_500);
    expect(sent.length).toBe(1_050);
  });

  it('tells who waits in vain at his deadline, and does not send it later', async () => {
    const commands = service({ ...SETTINGS, maxConcurrent: 1 });
    const gate = Promise.withResolvers<WriteOutcome>();
    device = () => gate.promise;
    const first = commands.execute(command());
    await expect.poll(() => sent.length).toBe(1);
    const second = commands.execute(command({ ttlMs: 1_000 }));
    await clock.advance(1_000);
    expect((await second).error?.code).toBe('EXPIRED');
    gate.resolve(DONE);
    await first;
    await commands.execute(command());
    expect(sent.length).toBe(2);
  });

  it('refuses new commands while it stops, and lets those that run come to their end', async () => {
    const commands = service();
    const gate = Promise.withResolvers<WriteOutcome>();
    device = () => gate.promise;
    const running = commands.execute(command());
    await expect.poll(() => sent.length).toBe(1);
    const stopped = commands.dispose();
    expect((await commands.execute(command())).error?.code).toBe('STOPPING');
    gate.resolve(DONE);
    await stopped;
    expect((await running).status).toBe('DONE_VERIFIED');
  });
});
