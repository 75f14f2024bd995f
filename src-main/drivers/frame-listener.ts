/** The two ends of a connection, as a socket tells them; asked for once, at the first frame that comes with it. */
export interface FrameLink {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/**
 * Frames as they cross the wire, for the traffic view. It returns at once while nobody watches, and copies what it
 * keeps: hand it views, and prepare nothing for it.
 * @param bytes whole frames where the driver knows them. No passwords: of what is secret only the header.
 * @param link the socket; another one means another connection. Left out where there is none, as on a serial line.
 */
export type FrameListener = (direction: FrameDirection, bytes: Uint8Array, link?: FrameLink) => void;
export type FrameDirection = 'sent' | 'received';

/** A part of a frame, in words. */
export interface FrameField {
  /** `start` */
  readonly name: string;
  /** `299 = 40300` */
  readonly value: string;
  /** Where it stands in the frame, bytes. */
  readonly at: number;
  readonly length: number;
}

/** A run of places of an area, named as the read plan names them. */
export interface FramePlace {
  readonly area: string;
  readonly start: number;
  readonly count: number;
}

/** What a frame says. */
export interface DecodedFrame {
  /** In one line: `Read holding 40101–40164 (64), unit 1`. */
  readonly line: string;
  /** In the order of the bytes. */
  readonly fields: readonly FrameField[];
  /** What a request reads or writes; left out where frames do not tell it. */
  readonly places?: readonly FramePlace[];
  /** The same for a request and its reply; where it is left out, a reply belongs to the request before it. */
  readonly pair?: string;
  /** The peer refused. */
  readonly isRefusal?: boolean;
}
