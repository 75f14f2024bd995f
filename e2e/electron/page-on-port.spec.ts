import { expect, test } from '../workstation.ts';

/*
 * The page's half of the desktop transport in a real browser, with or without Electron: a shell that hands over a port as
 * the preload does, with the engine's socket at its other end.
 */
test('a page with a shell lives on the port that it is handed, and acknowledges what it reads', async ({
  workstation,
}) => {
  const { page } = workstation;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.addInitScript(() => {
    const seen = { connects: 0, acknowledged: 0, texts: 0, frames: 0 };
    const connect = (): void => {
      seen.connects++;
      const { port1, port2 } = new MessageChannel();
      const socket = new WebSocket(`ws://${location.host}/rpc`, ['nexus.v1']);
      socket.binaryType = 'arraybuffer';
      socket.onopen = () => port2.postMessage('nexus.v1');
      socket.onclose = () => port2.close();
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') seen.texts++;
        else seen.frames++;
        port2.postMessage(data);
      };
      port2.onmessage = ({ data }) => {
        if (typeof data === 'number') seen.acknowledged = data;
        else socket.send(data as string);
      };
      window.postMessage('nexus:port', location.origin, [port1]);
    };
    Object.assign(window, { nexusShell: { platform: 'test', connect, invoke: async () => null }, seen });
  });
  await workstation.open('/w/device/boiler-1/tags');
  const pressure = workstation.row('Steam pressure');
  await expect(pressure).toContainText(/\d\.\d\d/);
  const before = await pressure.textContent();
  await expect.poll(() => pressure.textContent()).not.toBe(before);
  await expect(workstation.status).toContainText('Dev 4/4');
  await expect(workstation.status).toContainText(/Gateway \d+ ms/);
  const look = () => page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);
  await expect.poll(async () => (await look())['frames']).toBeGreaterThan(4);
  const seen = await look();
  expect(seen['connects']).toBe(1);
  expect(seen['texts']).toBeGreaterThan(2);
  expect(seen['acknowledged']).toBeGreaterThan(100);
  // A port is a session by itself.
  expect(asked).not.toContain('/session');
  expect(workstation.complaints).toEqual([]);
  // The engine ends: the page says so, and asks its shell again once it is back.
  await workstation.service.end('SIGKILL');
  await expect(workstation.status).toContainText(/Gateway lost/, { timeout: 4_000 });
  await workstation.service.start();
  await expect(workstation.status).toContainText(/Gateway \d+ ms/, { timeout: 15_000 });
});
