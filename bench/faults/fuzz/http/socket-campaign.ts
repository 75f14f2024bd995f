import { connect as dial, type Socket } from 'node:net';
import { type Random, randomFrom } from '../../../../src-main/testing/random-from.ts';
import { atLeast } from '../../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../../campaign.ts';
import type { Tier } from '../../tier.ts';
import { mutateBytes } from '../files/mutate-bytes.ts';
import { deadServices, takeSteps, withFuzzedService } from './fuzzed-service.ts';
import { spoiltJson } from './spoilt-json.ts';
import { textFrame } from './text-frame.ts';
import { upgradeTo } from './upgrade-to.ts';

const CONNECTIONS: Partial<Readonly<Record<Tier, number>>> = { 1: 2_000, 2: 20_000, 3: 200_000 };
/** Sent on one connection unless the service closes it. */
const MESSAGES = 10;
const STEP_SEED = 7_919;
/** What is cut off is waited for; the service ends it by its own deadlines. */
const WAIT_MS = 100;
const ANSWER_MS = 10_000;
/** A close frame with a code between 1000 and 1014 (RFC 6455, 7.4.1). */
const CLOSED = /\x88[\x02-\x7d]\x03[\xe8-\xf6]/;
/** 1011: the service met something that it did not expect. */
const FAULT = /NX_INTERNAL|INTERNAL_SERVER_ERROR|"s":5\d\d|\x88[\x02-\x7d]\x03\xf3/;

/** Sound calls: what a window asks for, streams among it, and that it no longer wants an answer. */
const CALLS: readonly Buffer[] = [
  '{"i":"1","p":{"u":"/system/info","b":{"json":{}}}}',
  '{"i":"2","p":{"u":"/system/status","b":{}}}',
  '{"i":"3","p":{"u":"/devices/tags","b":{"json":{"device":"d","offset":0,"limit":50}}}}',
  '{"i":"4","p":{"u":"/values/byTopic","b":{"json":{"topic":"plant/d/t"}}}}',
  '{"i":"5","p":{"u":"/history/series","b":{"json":{"topic":"plant/d/t","from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","frame":7}}}}',
  '{"i":"6","p":{"u":"/config/checkDevice","b":{"json":{"device":{"id":"d","protocol":"modbus-tcp","uns_prefix":"plant/d","connection":{"host":"127.0.0.1"},"tags":[{"id":"t","address":"hr:0"}]}}}}}',
  '{"i":"7","p":{"u":"/values/watch","b":{"json":{"tags":[1,2,3]}}}}',
  '{"i":"2","t":4}',
].map((text) => Buffer.from(text));
const FRAMES = CALLS.map((call) => textFrame(call));
const LAST = textFrame(Buffer.from('{"i":"last","p":{"u":"/system/info","b":{"json":{}}}}'));

const WHAT = ['input', 'message', 'frame'] as const;

interface Count {
  messages: number;
  answered: number;
  closed: number;
  waiting: number;
  errors: number;
  hung: number;
  readonly faults: string[];
}

function fuzz({ tier, seed }: CampaignRun): Promise<CampaignOutcome> {
  const count: Count = { messages: 0, answered: 0, closed: 0, waiting: 0, errors: 0, hung: 0, faults: [] };
  const connections = CONNECTIONS[tier]!;
  return withFuzzedService(async (service) => {
    await takeSteps(connections, (step) => speak(service.port, step, seed, count));
    const dead = await deadServices(service);
    atLeast(connections, count.messages, 'messages');
    atLeast(connections / 5, count.answered, 'connections that were answered');
    atLeast(connections / 5, count.closed, 'connections that were closed');
    // A library that is surprised writes to the output, past the log.
    const stacks = service.output.split('\n').filter((line) => /^\s+at .*node_modules|^\w*Error: /.test(line)).length;
    return {
      evidence: [
        none(21, 'WebSocket: connections with a fault of ours in an answer', 'connections', count.errors),
        none(21, 'WebSocket: connections that were neither answered nor closed', 'connections', count.hung),
        none(21, 'WebSocket: lines of a stack in the output', 'lines', stacks),
        none(21, 'WebSocket: the service is not alive behind them', 'services', dead),
      ],
      work: [
        `${count.messages.toLocaleString('en')} broken messages and frames on ${connections.toLocaleString('en')} connections: ${count.answered.toLocaleString('en')} answered to the end, ${count.closed.toLocaleString('en')} closed, ${count.waiting.toLocaleString('en')} wait for more`,
        ...count.faults,
      ],
    };
  });
}

/** A third of the connections make calls with broken inputs, a third send broken messages, and a third broken frames. */
async function speak(port: number, step: number, seed: number, count: Count): Promise<void> {
  const random = randomFrom((seed + step * STEP_SEED) | 0);
  const what = WHAT[random(WHAT.length)]!;
  const areSound = what !== 'frame';
  const sent = Array.from({ length: 1 + random(MESSAGES) }, () => broken(what, random));
  count.messages += sent.length;
  const { text, isClosed, isAnswered } = await talk(port, areSound ? [...sent, LAST] : sent, areSound);
  count[isClosed ? 'closed' : isAnswered ? 'answered' : 'waiting']++;
  const fault = (what: 'errors' | 'hung'): void => {
    count[what]++;
    const bytes = Buffer.concat(sent).toString('base64').slice(0, 2_000);
    if (count.faults.length < 5)
      count.faults.push(`${what}, --seed ${seed}, step ${step}: ${bytes}; ${text.slice(0, 500)}`);
  };
  if (FAULT.test(text)) fault('errors');
  // Whoever sends whole frames gets an answer to his last question, or is told that he is no client.
  else if (areSound && !isClosed && !isAnswered) fault('hung');
}

function broken(what: (typeof WHAT)[number], random: Random): Buffer {
  if (what === 'frame') return mutateBytes(FRAMES, random).bytes;
  return textFrame(what === 'input' ? spoiltCall(random) : mutateBytes(CALLS, random).bytes);
}

/** A call as it is, but for one place of its input. */
function spoiltCall(random: Random): Buffer {
  const message = JSON.parse(CALLS[random(CALLS.length)]!.toString()) as { p?: { b?: { json?: unknown } } };
  if (message.p?.b) message.p.b.json = spoiltJson(message.p.b.json, random);
  return Buffer.from(JSON.stringify(message));
}

interface Heard {
  readonly text: string;
  readonly isClosed: boolean;
  readonly isAnswered: boolean;
}

function talk(port: number, frames: readonly Buffer[], mustEnd: boolean): Promise<Heard> {
  return new Promise((resolve) => {
    let text = '';
    let isUpgraded = false;
    const isAnswered = (): boolean => text.includes('"i":"last"');
    const end = (socket: Socket, isClosed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, isClosed, isAnswered: isAnswered() || (!mustEnd && text !== '') });
    };
    const socket = dial(port, '127.0.0.1', () => socket.write(upgradeTo(`127.0.0.1:${port}`)));
    const timer = setTimeout(() => end(socket, false), mustEnd ? ANSWER_MS : WAIT_MS);
    socket.on('data', (chunk) => {
      if (isUpgraded) text += chunk.toString('latin1');
      else if (chunk.includes('\r\n\r\n')) {
        isUpgraded = true;
        for (const frame of frames) socket.write(frame);
      }
      if (CLOSED.test(text)) end(socket, true);
      else if (mustEnd && isAnswered()) end(socket, false);
    });
    socket.on('error', () => {});
    socket.on('close', () => end(socket, true));
  });
}

export const SOCKET_CAMPAIGN: Campaign = {
  name: 'fuzz-socket',
  title: 'Rogue windows send the service broken WebSocket frames and calls',
  rows: [21],
  besideOthers: true,
  deadlineS: { 1: 120, 2: 600, 3: 2 * 3_600 },
  missing: () => undefined,
  run: fuzz,
};
