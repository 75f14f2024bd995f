import { connect as dial } from 'node:net';
import { randomFrom } from '../../../../src-main/testing/random-from.ts';
import { atLeast } from '../../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../../campaign.ts';
import type { Tier } from '../../tier.ts';
import { deadServices, takeSteps, withFuzzedService } from './fuzzed-service.ts';
import { spoiltRequest } from './spoilt-request.ts';

const FRAMES: Partial<Readonly<Record<Tier, number>>> = {
  1: 10_000,
  3: 1_000_000,
};
const STEP_SEED = 7_919;
/** What is cut off is waited for; the service ends it by its own deadlines. */
const WAIT_MS = 150;
/** Switched to a window, given what it asks for, or refused by more than the parser and the door. */
const ADMITTED = /^HTTP\/1\.1 (?:101|2\d\d)|NX_(?!ACCESS_ORIGIN)/;

interface Count {
  frames: number;
  answered: number;
  /** Answered by what is behind the door, which refuses other hosts. */
  admitted: number;
  closed: number;
  waiting: number;
  errors: number;
  smuggled: number;
  readonly faults: string[];
}

function fuzz({ tier, seed }: CampaignRun): Promise<CampaignOutcome> {
  const count: Count = {
    frames: 0,
    answered: 0,
    admitted: 0,
    closed: 0,
    waiting: 0,
    errors: 0,
    smuggled: 0,
    faults: [],
  };
  return withFuzzedService(async (service) => {
    await takeSteps(FRAMES[tier]!, (step) => send(service.port, step, seed, count));
    const dead = await deadServices(service);
    atLeast(FRAMES[tier]!, count.frames, 'requests');
    atLeast(count.frames / 5, count.answered, 'answered');
    atLeast(count.frames / 3, count.admitted, 'let in and answered');
    return {
      evidence: [
        none(21, 'HTTP: broken requests answered with a fault of ours', 'requests', count.errors),
        none(21, 'HTTP: requests smuggled behind others', 'requests', count.smuggled),
        none(21, 'HTTP: the service is not alive behind them', 'services', dead),
      ],
      work: [
        `${count.frames.toLocaleString('en')} broken requests and upgrades: ${count.answered.toLocaleString('en')} answered, ${count.admitted.toLocaleString('en')} of them behind the door, ${count.closed.toLocaleString('en')} cut off, ${count.waiting.toLocaleString('en')} wait for more`,
        ...count.faults,
      ],
    };
  });
}

function send(port: number, step: number, seed: number, count: Count): Promise<void> {
  const { bytes, isAmbiguous } = spoiltRequest(port, randomFrom((seed + step * STEP_SEED) | 0));
  count.frames++;
  return new Promise((resolve) => {
    let text = '';
    const socket = dial(port, '127.0.0.1', () => socket.write(bytes));
    let isOver = false;
    const end = (fate: 'answered' | 'closed' | 'waiting'): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      socket.destroy();
      count[text === '' ? fate : 'answered']++;
      if (ADMITTED.test(text)) count.admitted++;
      const fault = (what: 'errors' | 'smuggled'): void => {
        count[what]++;
        if (count.faults.length < 5)
          count.faults.push(
            `${what}, --seed ${seed}, step ${step}: ${bytes.toString('base64').slice(0, 2_000)}; ${text.slice(0, 500)}`,
          );
      };
      if (/^HTTP\/1\.1 5\d\d/m.test(text) || text.includes('NX_INTERNAL')) fault('errors');
      if (isAmbiguous && (text.match(/^HTTP\/1\.1 /gm) ?? []).length > 1) fault('smuggled');
      resolve();
    };
    // An answer may be followed by another one: the end is when nothing more comes.
    let timer = setTimeout(() => end('waiting'), WAIT_MS);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(() => end('answered'), isAmbiguous ? WAIT_MS : 5);
    });
    socket.on('error', () => {});
    socket.on('close', () => end('closed'));
  });
}

export const HTTP_CAMPAIGN: Campaign = {
  name: 'fuzz-http',
  title: 'Rogue clients send the service broken HTTP and upgrades',
  rows: [21],
  besideOthers: true,
  deadlineS: { 1: 180, 3: 2 * 3_600 },
  missing: () => undefined,
  run: fuzz,
};
