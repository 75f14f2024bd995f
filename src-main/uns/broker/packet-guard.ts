/** Reads the fixed headers of an MQTT stream (MQTT 5.0, 2.1) and says when a packet is announced that is too long. */
export class PacketGuard {
  readonly #mostBytes: number;
  /** Bytes of the present packet that are still to come; 0 between packets. */
  #body = 0;
  #length = 0;
  #shift = 0;
  #isInLength = false;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** False when the stream is not to be read any further: a packet is too long, or its length has more than 4 bytes. */
  accepts(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.#body > 0) {
        const taken = Math.min(this.#body, chunk.length - at);
        this.#body -= taken;
        at += taken;
        continue;
      }
      const byte = chunk[at++]!;
      if (!this.#isInLength) {
        this.#isInLength = true;
        this.#length = 0;
        this.#shift = 0;
        continue;
      }
      this.#length += (byte & 0x7f) * 2 ** this.#shift;
      this.#shift += 7;
      if (this.#length > this.#mostBytes) return false;
      if (byte < 0x80) {
        this.#isInLength = false;
        this.#body = this.#length;
      } else if (this.#shift > 21) return false;
    }
    return true;
  }
}
