import { describe, expect, it } from 'vitest';
import { PORT_GREETING, PORT_HANDOVER } from '../../src-shared/contract/port-protocol.ts';
import { openPortWire, type PortSource } from './port-wire.ts';

const ORIGIN = 'app://nexus';

/** The window of a page, and a shell that hands ports over as the preload does. */
class Page extends EventTarget {
  readonly location = { origin: ORIGIN };
  /** The engine's ends of the ports that were handed over. */
  readonly ends: MessagePort[] = [];
  readonly heard: unknown[] = [];

  post(over: { readonly data?: unknown; readonly origin?: string; readonly source?: unknown } = {}): void {
    const { port1, port2 } = new MessageChannel();
    port2.addEventListener('message', ({ data }) => this.heard.push(data));
    port2.start();
    this.ends.push(port2);
    const { data = PORT_HANDOVER, origin = ORIGIN, source = this } = over;
    const event = new MessageEvent('message', { data, origin, ports: [port1] });
    Object.defineProperty(event, 'source', { value: source });
    this.dispatchEvent(event);
  }
}

const open = (page: Page, onFrame: (frame: ArrayBuffer) => void = () => {}, signal = AbortSignal.timeout(2_000)) =>
  openPortWire({ connect: () => page.post() }, page as unknown as PortSource, onFrame, signal);

async function givenWire(onFrame?: (frame: ArrayBuffer) => void) {
  const page = new Page();
  const opening = open(page, onFrame);
  page.ends[0]!.postMessage(PORT_GREETING);
  const wire = await opening;
  return { page, wire, engine: page.ends[0]! };
}

describe('the port of a page', () => {
  it('carries texts both ways and frames to the data plane only', async () => {
    const frames: number[] = [];
    const { page, wire, engine } = await givenWire((frame) => frames.push(frame.byteLength));
    const texts: unknown[] = [];
    wire.text.addEventListener('message', ({ data }) => texts.push(data));
    engine.postMessage(new ArrayBuffer(24));
    engine.postMessage('an answer');
    wire.text.send('a call');
    await expect.poll(() => page.heard).toContain('a call');
    await expect.poll(() => texts).toEqual(['an answer']);
    expect(frames).toEqual([24]);
    // The greeting and the frame were acknowledged together.
    expect(page.heard).toContain(PORT_GREETING.length + 24);
    wire.close();
  });

  it('takes a port of its own window and origin only', async () => {
    const page = new Page();
    const opening = openPortWire(
      {
        connect: () => {
          page.post({ origin: 'https://evil.example' });
          page.post({ source: {} });
          page.post({ data: 'nexus:other' });
          page.post();
        },
      },
      page as unknown as PortSource,
      () => {},
      AbortSignal.timeout(2_000),
    );
    for (const end of page.ends) end.postMessage(PORT_GREETING);
    const wire = await opening;
    wire.text.send('a call');
    await expect.poll(() => page.heard).toContain('a call');
    page.ends[3]!.close();
    await wire.closed;
    for (const end of page.ends) end.close();
  });

  it('is closed when the engine closes it, and the calls hear of it', async () => {
    const { wire, engine } = await givenWire();
    let told = false;
    wire.text.addEventListener('close', () => (told = true));
    engine.close();
    await wire.closed;
    await expect.poll(() => told).toBe(true);
    expect(wire.text.readyState).toBe(WebSocket.CLOSED);
  });

  it('is closed by a frame that cannot be read', async () => {
    const { wire, engine } = await givenWire(() => {
      throw new RangeError('short frame');
    });
    engine.postMessage(new ArrayBuffer(3));
    await wire.closed;
  });

  it('is unreachable while no engine takes it', async () => {
    const page = new Page();
    const opening = open(page);
    page.ends[0]!.close();
    await expect(opening).rejects.toMatchObject({ code: 'NX_NET_UNREACHABLE' });
    const silent = new Page();
    await expect(open(silent, undefined, AbortSignal.abort())).rejects.toMatchObject({ code: 'NX_NET_UNREACHABLE' });
    expect(silent.ends).toEqual([]);
  });
});
