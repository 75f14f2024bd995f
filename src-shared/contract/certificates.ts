import { z } from 'zod';
import { method } from './define.ts';

/** A certificate that a protocol keeps for the project. */
export const CertificateView = z.object({
  /** Of the protocol: `opcua`. */
  protocol: z.string(),
  protocolTitle: z.string(),
  /** `issuers` complete a chain and are not trusted by themselves. */
  store: z.enum(['own', 'trusted', 'issuers', 'rejected']),
  name: z.string(),
  subject: z.string(),
  issuer: z.string(),
  /** SHA-1 and SHA-256, hexadecimal. */
  thumbprint: z.string(),
  thumbprint256: z.string(),
  validFromUs: z.number(),
  validToUs: z.number(),
  applicationUri: z.string(),
  hosts: z.array(z.string()),
  /** 0 where the key is no RSA key. */
  keyBits: z.number(),
  isAuthority: z.boolean(),
  /** Where a rejected one was shown; null where that is not known. */
  seen: z.object({ endpoint: z.string(), atUs: z.number() }).nullable(),
});
export type CertificateView = z.output<typeof CertificateView>;

const byThumbprint = z.object({
  protocol: z.string().max(64),
  thumbprint: z.string().regex(/^[0-9A-Fa-f]{40}$/, { error: 'A thumbprint has 40 hexadecimal digits (SHA-1).' }),
});
/** What was done counts at the next connect. */
const done = z.object({ thumbprint: z.string() });

/** Which servers are trusted, and the certificate by which they know this gateway. */
export const certificates = {
  list: method({
    doc: 'All certificates of the project: own, trusted and rejected ones, and issuers.',
    permission: 'read',
    rest: { method: 'GET', path: '/certificates' },
    input: z.object({}),
    output: z.array(CertificateView),
  }),
  trust: method({
    doc: 'Trusts a rejected certificate from the next connect on. Compare its thumbprint with the server before.',
    permission: 'trust',
    rest: { method: 'POST', path: '/certificates/{protocol}/{thumbprint}/trust' },
    input: byThumbprint,
    output: done,
  }),
  reject: method({
    doc: 'Takes trust away from the next connect on.',
    permission: 'trust',
    rest: { method: 'POST', path: '/certificates/{protocol}/{thumbprint}/reject' },
    input: byThumbprint,
    output: done,
  }),
  remove: method({
    doc: 'Forgets a certificate that is not our own. A server that shows it again is asked about anew.',
    permission: 'trust',
    rest: { method: 'DELETE', path: '/certificates/{protocol}/{thumbprint}' },
    input: byThumbprint,
    output: done,
  }),
  add: method({
    doc: 'Trusts a certificate from a file (DER or PEM) before its server was ever seen, or adds an issuer.',
    permission: 'trust',
    rest: { method: 'POST', path: '/certificates/{protocol}' },
    input: z.object({
      protocol: z.string().max(64),
      store: z.enum(['trusted', 'issuers']),
      base64: z.base64().max(100_000),
    }),
    output: z.object({}),
  }),
  own: method({
    doc: 'Our certificate, to be trusted on servers; made where there is none yet. Never the key.',
    permission: 'read',
    rest: { method: 'GET', path: '/certificates/{protocol}/own' },
    input: z.object({ protocol: z.string().max(64) }),
    output: z.object({ fileName: z.string(), derBase64: z.string(), pem: z.string(), thumbprint: z.string() }),
  }),
  guides: method({
    doc: 'Where servers are made to trust our certificate, with who says so.',
    permission: 'read',
    rest: { method: 'GET', path: '/certificates/{protocol}/guides' },
    input: z.object({ protocol: z.string().max(64) }),
    output: z.array(z.object({ server: z.string(), text: z.string(), source: z.string() })),
  }),
  renew: method({
    doc: 'Makes another certificate of ours for the same key. Every server has to trust it anew.',
    permission: 'trust',
    rest: { method: 'POST', path: '/certificates/{protocol}/own/renew' },
    input: z.object({ protocol: z.string().max(64) }),
    output: z.object({}),
  }),
};
