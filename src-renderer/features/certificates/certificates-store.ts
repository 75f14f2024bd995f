import { create } from 'zustand';
import type { CertificateView } from '../../../src-shared/contract/certificates.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { bytesOfBase64, saveFile } from '../../rpc/save-file.ts';
import { isOpen } from '../../state/link.ts';

interface CertificatesState {
  /** Undefined before they were read. */
  readonly list: readonly CertificateView[] | undefined;
  /** Why they could not be read, or what did not work; null: nothing. */
  readonly problem: string | null;
  /** What was done last, for screen readers and the eye. */
  readonly said: string;
}

/** The certificates of the project, as last read. */
export const useCertificates = create<CertificatesState>()(() => ({ list: undefined, problem: null, said: '' }));

export async function readCertificates(): Promise<void> {
  try {
    const list = await rpc().certificates.list({});
    const before = JSON.stringify(useCertificates.getState().list);
    useCertificates.setState(JSON.stringify(list) === before ? { problem: null } : { list, problem: null });
  } catch (error) {
    // With the next link they are read again; until then the shell says what is the matter.
    if (isOpen()) useCertificates.setState({ problem: toNexusError(error).text });
  }
}

/** Does something with certificates, says how it went and reads them again. */
async function act(work: () => Promise<unknown>, said: string): Promise<void> {
  try {
    await work();
    useCertificates.setState({ said, problem: null });
  } catch (error) {
    useCertificates.setState({ said: '', problem: toNexusError(error).text });
    return;
  }
  await readCertificates();
}

const idOf = ({ protocol, thumbprint }: CertificateView): Pick<CertificateView, 'protocol' | 'thumbprint'> => ({
  protocol,
  thumbprint,
});

export const certificateTrusted = (one: CertificateView): Promise<void> =>
  act(() => rpc().certificates.trust(idOf(one)), `“${one.name}” is trusted from the next connect on.`);

export const certificateRejected = (one: CertificateView): Promise<void> =>
  act(() => rpc().certificates.reject(idOf(one)), `“${one.name}” is not trusted any more, from the next connect on.`);

export const certificateRemoved = (one: CertificateView): Promise<void> =>
  act(() => rpc().certificates.remove(idOf(one)), `“${one.name}” was forgotten.`);

export const ownRenewed = (protocol: string): Promise<void> =>
  act(() => rpc().certificates.renew({ protocol }), 'A new certificate was made. Trust it on every server.');

/** Trusts the certificate in a file. */
export const certificateBrought = (protocol: string, file: File): Promise<void> =>
  act(async () => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    await rpc().certificates.add({ protocol, store: 'trusted', base64 });
  }, `The certificate in ${file.name} is trusted.`);

/** Hands our certificate to the browser as a file; makes it where there is none yet. */
export const ownSaved = (protocol: string): Promise<void> =>
  act(async () => {
    const { fileName, derBase64 } = await rpc().certificates.own({ protocol });
    saveFile(fileName, [bytesOfBase64(derBase64)], 'application/pkix-cert');
  }, 'Our certificate was saved. Put it among the trusted ones of the server.');
