import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { freePort } from './free-port.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const listen = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    servers.push(server.once('error', reject));
    server.listen(port, '127.0.0.1', resolve);
  });

it('names ports that no outgoing connection is given, each once, and none that is taken', async () => {
  const first = await freePort();
  // Where that fails somebody else has it, which is as good.
  await listen(first + 1).catch(() => undefined);
  const ports = [first, await freePort(), await freePort()];
  expect(ports).not.toContain(first + 1);
  expect(new Set(ports).size).toBe(3);
  for (const port of ports) expect(port).toBeLessThan(32_768);
  for (const port of ports) await listen(port);
});
