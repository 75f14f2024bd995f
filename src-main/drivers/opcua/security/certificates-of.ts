import type { Clock } from '../../../kernel/clock.ts';
import type { CertificateEntry, CertificateKeeper } from '../../certificate-keeper.ts';
import { certificateFacts } from './certificate-facts.ts';
import { ownCertificate, readOwn, renew } from './own-certificate.ts';
import { pkiFolder } from './pki-folder.ts';
import { TRUST_GUIDES } from './trust-guides.ts';
import { TrustList } from './trust-list.ts';

/** The certificates of OPC UA in the folder of drivers. Nothing of the library is loaded before one of ours is made. */
export function certificatesOf(folder: string, clock: Clock): CertificateKeeper {
  const pki = pkiFolder(folder);
  const list = new TrustList(pki);
  const nowMs = (): number => clock.wallUs() / 1_000;
  return {
    guides: TRUST_GUIDES,
    list: async () => {
      const own = await readOwn(pki);
      const kept = (await list.all()).map(({ store, certificate, note }): CertificateEntry => {
        const { isSelfSigned: _self, ...facts } = certificateFacts(certificate);
        return { store, ...facts, seen: note && { endpoint: note.endpoint, atUs: note.seenUs } };
      });
      if (!own) return kept;
      const { isSelfSigned: _self, ...facts } = certificateFacts(own.certificate);
      return [{ store: 'own', ...facts, seen: null }, ...kept];
    },
    own: async () => (await ownCertificate(pki, nowMs())).certificate.raw,
    renew: async () => {
      await renew(pki, await ownCertificate(pki, nowMs()), nowMs());
    },
    trust: (thumbprint) => list.trust(thumbprint),
    reject: (thumbprint) => list.reject(thumbprint),
    remove: (thumbprint) => list.remove(thumbprint),
    add: async (bytes, store) => {
      await list.add(bytes, store);
    },
  };
}
