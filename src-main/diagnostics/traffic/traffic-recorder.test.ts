import { beforeEach, describe, expect, it } from 'vitest';
import type { TrafficBatch } from '../../acquisition/traffic-batch.ts';
import { TrafficRecorder } from './traffic-recorder.ts';

let recorded: readonly string[] = [];
let recorder: TrafficRecorder;
beforeEach(() => {
  recorded = [];
  recorder = new TrafficRecorder((devices) => {
    recorded = devices;
  });
});

const frameOf = (device: string): TrafficBatch => ({
  device,
  frames: [{ timeUs: 1, isSent: true, link: 0, bytes: Uint8Array.of(1) }],
  links: [],
  missed: 0,
});

describe('the recorder of traffic', () => {
  it('records a device while somebody watches it, however many there are', () => {
    const first = recorder.watch('a');
    const second = recorder.watch('a');
    expect(recorded).toEqual(['a']);
    void first.dispose();
    void first.dispose();
    expect(recorded).toEqual(['a']);
    void second.dispose();
    expect(recorded).toEqual([]);
  });

  it('goes on where recording was switched on, and keeps what it has when it is switched off', () => {
    recorder.switch('a', true);
    void recorder.watch('a').dispose();
    expect(recorded).toEqual(['a']);
    recorder.take(frameOf('a'));
    recorder.switch('a', false);
    expect(recorded).toEqual([]);
    expect(recorder.ring('a')!.count).toBe(1);
  });

  it('takes no frames of devices that nobody asked for', () => {
    recorder.switch('b', false);
    recorder.take(frameOf('b'));
    expect(recorder.ring('b')).toBeUndefined();
  });

  it('gives the room of what is recorded no longer to the next, the oldest first', () => {
    for (const device of 'abcdefgh') void recorder.watch(device).dispose();
    recorder.switch('a', true);
    recorder.switch('i', true);
    expect(recorder.ring('b')).toBeUndefined();
    expect(recorder.ring('a')).toBeDefined();
    expect(recorded.toSorted()).toEqual(['a', 'i']);
  });

  it('refuses a ninth device while eight are recorded, and says which', () => {
    for (const device of 'abcdefgh') recorder.switch(device, true);
    expect(() => recorder.watch('i')).toThrow(
      '8 devices are recorded at once, and they are: a, b, c, d, e, f, g, h. Stop one of them first.',
    );
    recorder.switch('c', false);
    expect(() => recorder.watch('i')).not.toThrow();
  });

  it('forgets devices that are no more, and a watch that ends later brings none back', () => {
    const watch = recorder.watch('a');
    recorder.forget(['a', 'z']);
    expect(recorded).toEqual([]);
    void watch.dispose();
    expect(recorder.ring('a')).toBeUndefined();
  });

  it('tells whose recording changed', () => {
    const told: string[] = [];
    recorder.changed.on((device) => void told.push(device));
    recorder.switch('a', true);
    recorder.take(frameOf('a'));
    recorder.take(frameOf('b'));
    recorder.clear('a');
    expect(told).toEqual(['a', 'a', 'a']);
  });
});
