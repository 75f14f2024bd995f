import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../testing/random-from.ts';
import { makeIdentificationRequest, readIdentification } from './identification.ts';
import { inspectReply } from './reply.ts';

/** A reply with these objects, its header right, in a buffer as large as that of a connection. */
function reply(objects: readonly (readonly [id: number, text: string])[], more = 0, next = 0): DataView {
  const body = objects.flatMap(([id, text]) => [id, text.length, ...Buffer.from(text, 'latin1')]);
  const bytes = Buffer.alloc(512, 0xde);
  Buffer.from([0, 0, 0, 0, 0, 8 + body.length, 1, 43, 14, 1, 1, more, next, objects.length, ...body]).copy(bytes);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

describe('the identification of a device', () => {
  it('names the objects that every device has, and shows no character that moves a cursor', () => {
    expect(
      readIdentification(
        reply([
          [0, 'ACME'],
          [2, 'v1\n\u001b[2J'],
          [128, ''],
        ]),
      ),
    ).toEqual({
      objects: [
        { name: 'Vendor', text: 'ACME' },
        { name: 'Revision', text: 'v1\\n\\u001b[2J' },
        { name: 'Object 128', text: '' },
      ],
      next: undefined,
    });
    expect(readIdentification(reply([[0, 'ACME']], 0xff, 1))?.next).toBe(1);
  });

  it('never reads behind the reply, whatever stands in it', () => {
    const random = randomFrom(43);
    const request = makeIdentificationRequest(1, 0);
    let read = 0;
    for (let run = 0; run < 20_000; run++) {
      const view = reply([
        [0, 'ACME'],
        [1, 'PLC-7'],
        [2, '1.0'],
      ]);
      const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
      for (let change = random(4); change > 0; change--)
        bytes[4 + random(28)] = random(2) === 0 ? random(256) : random(4);
      const length = 6 + bytes.readUInt16BE(4);
      if (length > bytes.length || inspectReply(bytes, length, request) !== 'data') continue;
      const found = readIdentification(view);
      if (!found) continue;
      read++;
      // Behind the reply stands nothing but 0xDE.
      for (const { text } of found.objects) expect(text).not.toContain('\u00de'.repeat(4));
    }
    expect(read).toBeGreaterThan(1_000);
  });
});
