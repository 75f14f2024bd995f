import { connect } from 'node:tls';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

const DEADLINE_MS = 10_000;

/** The certificate that a gateway shows: to be compared by a person once, and pinned from then on. Nothing is sent. */
export async function gatewayCertificate(
  address: string,
): Promise<{ readonly fingerprint: string; readonly pem: string }> {
  const { hostname, port, host } = new URL(address);
  return await new Promise((resolve, reject) => {
    const plain = hostname.replace(/^\[(.*)\]$/, '$1');
    const socket = connect({ host: plain, port: Number(port || 443), rejectUnauthorized: false });
    const fail = (why: string, cause?: Error): void => {
      socket.destroy();
      const text = `${host} does not answer (${why}). Check the address and that the gateway runs.`;
      reject(new NexusError('NX_DEPLOY_UNREACHABLE', text, {}, { cause }));
    };
    socket.setTimeout(DEADLINE_MS, () => fail('no answer in time'));
    socket.once('error', (error) => fail((error as NodeJS.ErrnoException).code ?? error.message, error));
    socket.once('secureConnect', () => {
      const { fingerprint256: fingerprint, raw } = socket.getPeerCertificate();
      const lines = raw
        .toString('base64')
        .match(/.{1,64}/g)!
        .join('\n');
      socket.destroy();
      resolve({ fingerprint, pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` });
    });
  });
}
