/** Texts by path as a zip archive, deflated. */
export async function writeZip(files: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = new TextEncoder().encode(path);
    const plain = new TextEncoder().encode(text);
    const packed = await deflated(plain);
    const fields = [20, 0x0800, 8, 0, 0x21, crc32(plain), packed.length, plain.length, name.length, 0] as const;
    const local = record(0x04034b50, [], fields, []);
    parts.push(local, name, packed);
    central.push(record(0x02014b50, [20], fields, [0, 0, 0, 0, at]), name);
    at += local.length + name.length + packed.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const count = Object.keys(files).length;
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, count, true);
  end.setUint16(10, count, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return joined([...parts, ...central, new Uint8Array(end.buffer)]);
}

type Fields = readonly [number, number, number, number, number, number, number, number, number, number];

/** A header: numbers of two bytes, but for the three sizes in the middle of `fields` and the offset at the end of `after`. */
function record(signature: number, before: readonly number[], fields: Fields, after: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(64));
  let at = 0;
  const put = (value: number, bytes: 2 | 4): void => {
    if (bytes === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += bytes;
  };
  put(signature, 4);
  for (const value of before) put(value, 2);
  for (const [index, value] of fields.entries()) put(value, index >= 5 && index <= 7 ? 4 : 2);
  for (const [index, value] of after.entries()) put(value, index >= 3 ? 4 : 2);
  return new Uint8Array(view.buffer, 0, at);
}

async function deflated(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new CompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const written = writer.write(plain).then(() => writer.close());
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  for (let part = await reader.read(); part.value; part = await reader.read()) parts.push(part.value);
  await written;
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
