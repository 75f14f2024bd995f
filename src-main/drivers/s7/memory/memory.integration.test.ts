import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { Snap7Peer } from '../../../testing/snap7-peer.ts';
import { trixieMissing } from '../../../testing/trixie.ts';
import { AREAS } from '../area.ts';
import { S7Connection } from '../connection.ts';
import { S7Driver } from '../driver.ts';
import { ITEM } from '../return-code.ts';
import { S7Client } from '../s7-client.ts';
import { askIdentity, askMode } from '../szl.ts';
import { blockLength, listBlocks } from './block-list.ts';
import { measureArea } from './measure-area.ts';

const never = new AbortController().signal;

describe.skipIf(trixieMissing('snap7'))('what a CPU made of snap7 says of its memory', () => {
  let peer: Snap7Peer;
  let client: S7Client;
  let connection: S7Connection;

  beforeAll(async () => {
    peer = await Snap7Peer.start(240);
  });
  afterAll(() => peer.dispose());
  beforeEach(async () => {
    connection = S7Connection.parse({ host: peer.host, port: peer.port });
    client = new S7Client(connection, systemClock);
    await client.open(never);
  });
  afterEach(() => client.close());

  it('is which data blocks it has, and how long each is', async () => {
    expect(await listBlocks(client)).toEqual([1, 2]);
    expect(await blockLength(client, 1)).toBe(1_200);
    expect(await blockLength(client, 2)).toBe(600);
  });

  it('is measured in few requests where it is not told', async () => {
    expect(await measureArea(client, { area: AREAS.DB, db: 1 })).toEqual({ length: 1_200 });
    expect(await measureArea(client, { area: AREAS.DB, db: 2 })).toEqual({ length: 600 });
    expect(await measureArea(client, { area: AREAS.M, db: 0 })).toEqual({ length: 128 });
    expect(await measureArea(client, { area: AREAS.DB, db: 9 })).toEqual({ code: ITEM.absent });
  });

  it('is told as areas with their lengths, those that nobody listed too', async () => {
    const driver = new S7Driver(connection, systemClock);
    await driver.open(never);
    const { areas, facts } = await driver.memoryMap(['DB9', 'DB2'], never);
    const told = areas.map(({ id, last, isLastKnown, fault }) => [id, isLastKnown ? last + 1 : null, fault?.code]);
    expect(told).toEqual([
      ['M', 128, undefined],
      ['I', 128, undefined],
      ['Q', 128, undefined],
      ['DB1', 1_200, undefined],
      ['DB2', 600, undefined],
      ['DB9', null, 's7.putget'],
    ]);
    expect(facts).toEqual([
      { title: 'CPU', text: 'CPU 315-2 PN/DP' },
      { title: 'State', text: 'RUN' },
      { title: 'PDU', text: '240 bytes' },
    ]);
    await driver.close();
  });

  it('is read cell by cell, and a run behind the end is refused with its words', async () => {
    await peer.poke('DB1', 4, '42280000');
    const driver = new S7Driver(connection, systemClock);
    await driver.open(never);
    const read = (area: string, start: number, count: number) => driver.readMemory({ area, start, count }, never);
    expect(await read('DB1', 4, 4)).toEqual({ kind: 'bytes', bytes: Uint8Array.of(0x42, 0x28, 0, 0) });
    expect(await read('DB2', 590, 20)).toMatchObject({ kind: 'refused', code: 's7.range', mayHoldMore: true });
    expect(await read('DB9', 0, 1)).toMatchObject({ kind: 'refused', code: 's7.putget', mayHoldMore: false });
    await driver.close();
  });

  it('is who it is, over all data units of the answer, and that it runs', async () => {
    const entries = await askIdentity(client);
    expect(entries?.find(({ name }) => name === 'Type')?.text).toBe('CPU 315-2 PN/DP');
    expect(await askMode(client)).toBe('RUN');
  });
});
