import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BdSeqFile } from './bd-seq-file.ts';
import { readHostState } from './primary-host.ts';

describe('the state of a host application', () => {
  it('tck-id-host-topic-phid-birth-payload: is JSON with online and timestamp; nothing else is a state', () => {
    const read = (text: string): unknown => readHostState(Buffer.from(text));
    expect(read('{"online":true,"timestamp":1763700000000}')).toEqual({ online: true, timestamp: 1_763_700_000_000 });
    expect(read('{"timestamp":1,"online":false,"more":[]}')).toEqual({ online: false, timestamp: 1 });
    const others = [
      '',
      'ONLINE',
      'null',
      '[]',
      '{"online":"true","timestamp":1}',
      '{"online":true}',
      '{"online":true,"timestamp":1e999}',
    ];
    for (const text of others) expect(read(text), text).toBeUndefined();
    expect(readHostState(Buffer.from('ff', 'hex'))).toBeUndefined();
    expect(read(`{"online":true,"timestamp":1}${' '.repeat(5_000)}`)).toBeUndefined();
  });
});

describe('the number that joins births and deaths', () => {
  it('tck-id-topics-nbirth-bdseq-increment: starts at 0, is one more at each connect and over restarts, and 0 behind 255', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nexus-bdseq-'));
    try {
      const path = join(folder, 'sinks', 'mqtt.bdseq');
      const first = new BdSeqFile(path);
      expect([first.next(), first.next()]).toEqual([0, 1]);
      expect(new BdSeqFile(path).next()).toBe(2);
      writeFileSync(path, '255');
      expect(new BdSeqFile(path).next()).toBe(0);
      for (const damaged of ['', 'x', '-3', '256']) {
        writeFileSync(path, damaged);
        expect(new BdSeqFile(path).next(), damaged).toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
