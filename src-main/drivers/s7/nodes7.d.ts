/** The parts of nodes7 0.3.18 that `nodes7-link.ts` uses; the package has no types of its own. */
declare module 'nodes7' {
  import type { Socket } from 'node:net';

  export default class NodeS7 {
    constructor(options: { readonly silent: boolean });
    isoclient: Socket | undefined;
    requestMaxPDU: number;
    requestMaxParallel: number;
    connectTimeout: NodeJS.Timeout | undefined;
    PDUTimeout: NodeJS.Timeout | undefined;
    initiateConnection(
      options: {
        readonly host: string;
        readonly port: number;
        readonly noDelay: boolean;
        readonly timeout: number;
        readonly localTSAP: number;
        readonly remoteTSAP: number;
      },
      callback: (error?: unknown) => void,
    ): void;
    onTCPConnect(): void;
    onISOConnectReply(data: Buffer): void;
    onPDUReply(data: Buffer): void;
    onResponse(data: Buffer): void;
    connectError(error: Error): void;
    readWriteError(error: Error): void;
    packetTimeout(): void;
    connectionReset(): void;
    onClientDisconnect(): void;
    onClientClose(): void;
  }
}
