import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { connect } from 'mqtt';

/** How a flood of messages looks: `rate` messages a second for `seconds`, over `topics` topics in branches of 50. */
export interface Flood {
  readonly url: string;
  readonly topics: number;
  readonly rate: number;
  readonly seconds: number;
}

/** For tests: publishes from a process of its own, so that whoever measures is not slowed down. @returns messages sent. */
export function runFlood({ url, topics, rate, seconds }: Flood): Promise<number> {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [self, url, String(topics), String(rate), String(seconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(Number(output)) : reject(new RangeError(`the flood ended with ${code}`)),
    );
  });
}

const TICK_MS = 10;

async function publishFlood({ url, topics, rate, seconds }: Flood): Promise<number> {
  const client = connect(url, { protocolVersion: 5, reconnectPeriod: 0 });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
  });
  const total = Math.round(rate * seconds);
  const startMs = performance.now();
  let sent = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1_000) * rate));
      for (; sent < due; sent++) {
        const n = sent % topics;
        const body = `{"value":${(sent / 100).toFixed(2)},"quality":192,"unit":"bar"}`;
        client.publish(`flood/line-${Math.floor(n / 50)}/tag-${n % 50}`, body, { qos: 0 });
      }
      if (sent < total) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  await client.endAsync();
  return sent;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [url, topics, rate, seconds] = process.argv.slice(2);
  const sent = await publishFlood({ url: url!, topics: Number(topics), rate: Number(rate), seconds: Number(seconds) });
  process.stdout.write(String(sent));
}
