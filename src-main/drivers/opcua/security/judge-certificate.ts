import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { cleanText } from '../../../kernel/clean-text.ts';
import { chainOf } from './certificate-chain.ts';
import { type CertificateFacts, certificateFacts, dayOf, grouped } from './certificate-facts.ts';

/** What is known of the server beside its certificate, and what this device accepts. */
export interface CertificateQuestion {
  /** The server's certificate first, then what it sent to complete the chain. */
  readonly sent: readonly X509Certificate[];
  readonly trusted: readonly X509Certificate[];
  readonly issuers: readonly X509Certificate[];
  readonly isRevoked: (certificate: X509Certificate, issuer: X509Certificate) => Promise<boolean>;
  /** As it is dialled: `opc.tcp://plc7:4840`. */
  readonly endpoint: string;
  readonly host: string;
  /** As the server says it in its endpoints. */
  readonly applicationUri: string;
  readonly nowUs: number;
  /** Keys below 2,048 bits pass. */
  readonly allowWeak: boolean;
  /** The certificate may be of another host. */
  readonly allowHost: boolean;
  /** The certificate may have expired; until then. */
  readonly allowExpiredUntilUs: number;
}

const LEAST_BITS = 2_048;

/**
 * Why the server is not talked to; undefined where nothing stands against it. Nobody is trusted who was not trusted
 * before: the certificate itself, or an authority that signed it.
 */
export async function judgeCertificate(question: CertificateQuestion): Promise<NexusError | undefined> {
  const { sent, trusted, issuers, endpoint } = question;
  const [server] = sent;
  if (!server) return unusable(endpoint, 'shows no certificate', 'Give the server one, or choose the mode None.');
  const facts = certificateFacts(server);
  const chain = chainOf(server, [...sent.slice(1), ...trusted, ...issuers]);
  const anchor = chain.findIndex((link) => trusted.some((one) => one.raw.equals(link.raw)));
  if (anchor < 0) return untrusted(endpoint, facts);
  // Who vouches for what is trusted itself does not matter any more.
  for (const link of chain.slice(0, anchor + 1)) {
    const fault = validityFault(question, certificateFacts(link), link === server);
    if (fault) return fault;
  }
  for (const [index, link] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer && (await question.isRevoked(link, issuer))) return revoked(endpoint, certificateFacts(link));
  }
  if (facts.keyBits > 0 && facts.keyBits < LEAST_BITS && !question.allowWeak) return weak(endpoint, facts);
  if (facts.applicationUri !== question.applicationUri) return otherApplication(question, facts);
  if (!question.allowHost && !isFor(facts, question.host)) return otherHost(question, facts);
  return undefined;
}

function validityFault(
  question: CertificateQuestion,
  facts: CertificateFacts,
  isServer: boolean,
): NexusError | undefined {
  const { nowUs, endpoint, allowExpiredUntilUs } = question;
  if (nowUs >= facts.validFromUs && nowUs <= facts.validToUs) return undefined;
  const whose = isServer
    ? `The certificate of ${endpoint}`
    : `The authority “${facts.name}”, which signed for ${endpoint},`;
  if (nowUs < facts.validFromUs) {
    const text = `${whose} is valid from ${dayOf(facts.validFromUs)} only, and here it is ${dayOf(nowUs)}. Set the clocks of both computers.${fingerprint(facts)}`;
    return new NexusError('NX_OPCUA_EXPIRED', text, { thumbprint: facts.thumbprint });
  }
  if (nowUs <= allowExpiredUntilUs) return undefined;
  const text = `${whose} expired on ${dayOf(facts.validToUs)}. Ask the owner of the server to renew it, or accept it for this device until a day.${fingerprint(facts)}`;
  return new NexusError('NX_OPCUA_EXPIRED', text, { thumbprint: facts.thumbprint });
}

/** A wildcard is none here: certificates of devices name their device. */
function isFor({ hosts }: CertificateFacts, host: string): boolean {
  if (isIP(host) !== 0) return hosts.some((one) => sameAddress(one, host));
  const wanted = host.toLowerCase().replace(/\.$/, '');
  // PLC7 and plc7.works.example are one computer where the short name was dialled.
  return hosts.some((one) => one.toLowerCase() === wanted || one.toLowerCase().split('.', 1)[0] === wanted);
}

function sameAddress(one: string, other: string): boolean {
  const plain = (address: string): string => {
    try {
      return new URL(`http://${address.includes(':') ? `[${address}]` : address}`).hostname;
    } catch {
      return address;
    }
  };
  return plain(one) === plain(other);
}

function untrusted(endpoint: string, facts: CertificateFacts): NexusError {
  const { name, thumbprint, validToUs } = facts;
  const text = `Nobody has trusted the certificate of ${endpoint} yet: “${name}”, valid until ${dayOf(validToUs)}, SHA-1 ${grouped(thumbprint)}. Compare the thumbprint with the server, then trust it on the page Certificates.`;
  return new NexusError('NX_OPCUA_UNTRUSTED', text, { thumbprint, endpoint });
}

function otherHost({ endpoint, host }: CertificateQuestion, facts: CertificateFacts): NexusError {
  const { hosts, thumbprint } = facts;
  const named = hosts.length === 0 ? 'names no computer' : `is for “${hosts.slice(0, 4).join('”, “')}”`;
  const text = `The certificate of ${endpoint} ${named}, but “${host}” is dialled. Connect by that name, or accept the difference for this device.${fingerprint(facts)}`;
  return new NexusError('NX_OPCUA_HOST', text, { thumbprint });
}

function otherApplication({ endpoint, applicationUri }: CertificateQuestion, facts: CertificateFacts): NexusError {
  const { applicationUri: certified, thumbprint } = facts;
  const text = `${endpoint} says that it is “${cleanText(applicationUri, 256)}”, and its certificate is for “${certified}”. Let the server make its certificate anew, or find out who answers there.${fingerprint(facts)}`;
  return new NexusError('NX_OPCUA_CERTIFICATE', text, { thumbprint });
}

function weak(endpoint: string, facts: CertificateFacts): NexusError {
  const { keyBits, thumbprint } = facts;
  const text = `The certificate of ${endpoint} has a key of ${keyBits} bits, which can be broken. Give the server one of ${LEAST_BITS} bits, or allow weak policies for this device.${fingerprint(facts)}`;
  return new NexusError('NX_OPCUA_CERTIFICATE', text, { thumbprint });
}

function revoked(endpoint: string, facts: CertificateFacts): NexusError {
  const { name, thumbprint } = facts;
  const text = `The certificate “${name}” of ${endpoint} was revoked by the authority that signed it. Give the server a new one.${fingerprint(facts)}`;
  return new NexusError('NX_OPCUA_CERTIFICATE', text, { thumbprint });
}

/** By which a person, and the audit trail, tell certificates of the same name apart. */
const fingerprint = ({ thumbprint }: CertificateFacts): string => ` Its SHA-1 is ${grouped(thumbprint)}.`;

const unusable = (endpoint: string, what: string, next: string): NexusError =>
  new NexusError('NX_OPCUA_CERTIFICATE', `${endpoint} ${what}. ${next}`);
