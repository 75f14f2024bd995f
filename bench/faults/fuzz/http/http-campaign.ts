import { connect as dial } from 'node:net';
import { freePort } from '../../../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../../../src-main/testing/project-folder.ts';
import { randomFrom } from '../../../../src-main/testing/random-from.ts';
import { ServiceProcess } from '../../../../src-main/testing/service-process.ts';
import { atLeast } from '../../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../../campaign.ts';
import type { Tier } from '../../tier.ts';
import { mutateBytes } from '../files/mutate-bytes.ts';

const FRAMES: Partial<Readonly<Record<Tier, number>>> = {
  1: 10_000,
  3: 1_000_000,
};
const LANES = 8;
const STEP_SEED = 7_919;
/** What is cut off is waited for; the service ends it by its own deadlines. */
const WAIT_MS = 150;
/** Switched to a window, given what it asks for, or refused by more than the parser and the door. */
const ADMITTED = /^HTTP\/1\.1 (?:101|2\d\d)|NX_(?!ACCESS_ORIGIN)/;

/** Sound requests, and such as two servers in a row would read differently (RFC 9112, 11.2). */
const REQUESTS: readonly string[] = [
  `GET /health/live HTTP/1.1\r\nHost: HOST\r\n\r\n`,
  `POST /api/v1/writes HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"value":1.5}`,
  `POST /api/v1/writes HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{"a":1\r\n1\r\n}\r\n0\r\n\r\n`,
  `GET /rpc HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: nexus.v1\r\n\r\n`,
];
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const AMBIGUOUS: readonly string[] = [
  `POST /session HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  `POST /session HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n${SMUGGLED}`,
  `POST /session HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  `POST /session HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  `POST /session HTTP/1.1\r\nHost: HOST\r\nContent-Length : 0\r\n\r\n${SMUGGLED}`,
  `POST /session HTTP/1.1\r\nHost: HOST\r\nContent-Length: +0\r\n\r\n${SMUGGLED}`,
];
/** To a listener: under another name nothing of a request would be read. */
const sentTo = (port: number, texts: readonly string[]): Buffer[] =>
  texts.map((text) => Buffer.from(text.replace('HOST', `127.0.0.1:${port}`)));

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

async function fuzz({ tier, seed }: CampaignRun): Promise<CampaignOutcome> {
  const folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Fuzz }\naccess: { login: off }\nlog: { level: error }\n',
  });
  const service = new ServiceProcess(folder.path, await freePort());
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
  try {
    await service.start({ deadlineMs: 60_000 });
    const given = { sound: sentTo(service.port, REQUESTS), ambiguous: sentTo(service.port, AMBIGUOUS) };
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < FRAMES[tier]!) await send(service.port, given, next++, seed, count);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const { status } = await fetch(`http://127.0.0.1:${service.port}/health/live`);
    atLeast(FRAMES[tier]!, count.frames, 'requests');
    atLeast(count.frames / 5, count.answered, 'answered');
    atLeast(count.frames / 20, count.admitted, 'let in and answered');
    return {
      evidence: [
        none(21, 'HTTP: broken requests answered with a fault of ours', 'requests', count.errors),
        none(21, 'HTTP: requests smuggled behind others', 'requests', count.smuggled),
        none(21, 'HTTP: the service is not alive behind them', 'services', status === 200 && service.isRunning ? 0 : 1),
      ],
      work: [
        `${count.frames.toLocaleString('en')} broken requests and upgrades: ${count.answered.toLocaleString('en')} answered, ${count.admitted.toLocaleString('en')} of them behind the door, ${count.closed.toLocaleString('en')} cut off, ${count.waiting.toLocaleString('en')} wait for more`,
        ...count.faults,
      ],
    };
  } finally {
    await service.stop();
    await folder.remove();
  }
}

interface Given {
  readonly sound: readonly Buffer[];
  readonly ambiguous: readonly Buffer[];
}

function send(port: number, { sound, ambiguous }: Given, step: number, seed: number, count: Count): Promise<void> {
  const random = randomFrom((seed + step * STEP_SEED) | 0);
  const isAmbiguous = random(20) === 0;
  const bytes = isAmbiguous ? ambiguous[random(ambiguous.length)]! : mutateBytes(sound, random).bytes;
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

export const HTTP_CAMPAIGNS: readonly Campaign[] = [
  {
    ...{
      name: 'fuzz-http',
      title: 'Rogue clients send the service broken HTTP and upgrades',
      rows: [21],
      besideOthers: true,
    },
    deadlineS: { 1: 180, 3: 2 * 3_600 },
    missing: () => undefined,
    run: fuzz,
  },
];
