import { describe, expect, it } from 'vitest';
import { Emitter } from './emitter.ts';
import { eventStream } from './event-stream.ts';

describe('an event stream', () => {
  it('gives a slow reader the newest state and lets go of the emitter at its end', async () => {
    const emitter = new Emitter<number>();
    const stop = new AbortController();
    const stream = eventStream<number>((listener) => emitter.on(listener), stop.signal, 1);
    expect(await stream.next()).toEqual({ value: 1, done: false });
    emitter.emit(2);
    emitter.emit(3);
    expect(await stream.next()).toEqual({ value: 3, done: false });
    const waiting = stream.next();
    stop.abort();
    expect(await waiting).toMatchObject({ done: true });
    expect(emitter.listenerCount).toBe(0);
  });
});
