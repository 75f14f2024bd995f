import type { Promised } from './promise.ts';

/** Rows 32-40. */
export const SECURITY: readonly Promised[] = [
  {
    row: 32,
    promise: 'Every fault of a configuration is named in one pass: its place, what stands there, and what is allowed.',
    figure: 'the 60 kinds of the reference; 60 faults among 200 tags in one pass',
    proofs: [
      { test: 'src-main/project/check/appendix-a.test.ts', says: 'each of its sixty kinds' },
      {
        test: 'src-main/project/check/one-pass.test.ts',
        says: 'are all named in one pass over a project with 200 tags',
      },
    ],
  },
  {
    row: 33,
    promise:
      'A change of the project is made whole or not at all, whenever the power goes: the next start has the old state or the new one, and devices that did not change lose no poll.',
    figure:
      'the end of the process at each step of an apply (temporary file, sync, rename and sync of the folder, for contents, intent and files; the number; devices let go; health window; way back), alone and while it is recovered from',
    proofs: [
      { campaign: 'crash-points' },
      { test: 'src-main/app/hot-apply.integration.test.ts', says: 'loses no poll of the other ninety-nine' },
    ],
  },
  {
    row: 34,
    promise: 'A configuration that a workstation deploys, and with which devices fail, goes back by itself.',
    figure:
      'a gate of what was Good before; back without anybody, also after a power cut, within 90 s where nobody confirms',
    proofs: [
      {
        test: 'src-main/app/deploy/deploy.integration.test.ts',
        says: 'that breaks a device goes back by itself and says which',
      },
      {
        test: 'src-main/app/deploy/deploy.integration.test.ts',
        says: 'killed in its gate is taken back before anything runs',
      },
      { test: 'src-main/deploy/trial.test.ts', says: 'goes back when nobody confirms, within 90 s in all' },
    ],
    short:
      'The reference has every change go back within 45 s. A change that a person makes at the gateway itself has no gate: he sees what it did, and goes back with one step. The gate of a deploy takes 60 s unless told otherwise.',
  },
  {
    row: 35,
    promise: 'Whoever floods the doors of the gateway does not stop it from polling.',
    figure:
      '500 connections without end and 200 senseless requests a second for two minutes: polls at most 10 ms later (p99), at most 40 MiB more memory, no poll skipped',
    proofs: [
      { campaign: 'hostile-network' },
      { test: 'src-main/rpc/bad-requests.integration.test.ts', says: 'to sign in, sent without end, is told to wait' },
      {
        test: 'src-main/rpc/listen/listeners.integration.test.ts',
        says: 'close a connection that says nothing sensible',
      },
    ],
    short:
      'In the recorded run memory rose by 45.6 MiB; it is the senseless requests that take it, in and beside the heap, and it stops there (docs/benchmarks.md).',
  },
  {
    row: 36,
    promise:
      'Nobody alters the audit trail unseen, with the key or without, as long as one checkpoint is kept elsewhere.',
    figure:
      '1,000 entries: every byte flipped, every cut, every entry dropped, swapped, doubled, put in or sealed anew is found',
    proofs: [
      { campaign: 'crash-points' },
      { campaign: 'doubles' },
      { campaign: 'tampering' },
      {
        test: 'src-main/access/audit/audit-trail.test.ts',
        says: 'cuts off what a crash left half written, and says so',
      },
    ],
  },
  {
    row: 37,
    promise: 'The audit trail keeps up with whatever is refused, and nobody waits for it.',
    figure: '1,000 entries a second, each on the medium within 20 ms (p99)',
    proofs: [{ campaign: 'audit-pace' }],
  },
  {
    row: 38,
    promise: 'Neither a device nor a file turns the window against the person in front of it.',
    figure:
      'words that would be scripts in names, units, values and nodes: none runs; every setting and fuse of the reference is read back',
    proofs: [
      { test: 'e2e/hostile-words.spec.ts', says: 'words of a device that would be scripts are shown as they are' },
      { test: 'e2e/electron/desktop.spec.ts', says: 'the window is as strict as the reference says' },
      { test: 'e2e/electron/desktop.spec.ts', says: 'the window goes nowhere else and opens no other' },
      { test: 'src-main/entry/electron-ipc.test.ts', says: 'are refused to everybody else, whatever the payload' },
      { test: 'src-main/entry/app-scheme.test.ts', says: 'has nothing at %s' },
      { test: 'src-main/entry/electron-package.test.ts', says: 'have every fuse of the reliability reference 4.4' },
      { test: 'scripts/packaging/packages.integration.test.ts', says: 'have every fuse set in the program itself' },
    ],
  },
  {
    row: 39,
    promise: 'No OPC UA server is trusted unless somebody compared its certificate and said so.',
    figure:
      'unknown, expired, of another application, of another host, revoked, signed in a circle: refused, shown with its fingerprint, in the audit trail',
    proofs: [
      {
        test: 'src-main/drivers/opcua/security/judge-certificate.test.ts',
        says: 'is never trusted because nothing stands against it',
      },
      {
        test: 'src-main/drivers/opcua/security/judge-certificate.test.ts',
        says: 'of a chain that runs in a circle comes to an end',
      },
      {
        test: 'src-main/drivers/opcua/security/judge-certificate.test.ts',
        says: 'is not accepted when it has expired',
      },
      {
        test: 'src-main/drivers/opcua/security/judge-certificate.test.ts',
        says: 'is refused by a list in %s, and nothing else is',
      },
      {
        test: 'src-main/drivers/opcua/security/secure-client.integration.test.ts',
        says: 'is not made to another host than that of the certificate',
      },
      {
        test: 'src-main/drivers/opcua/security/secure-client.integration.test.ts',
        says: 'is not made when the certificate is of another application',
      },
      {
        test: 'src-main/app/devices/certificates.integration.test.ts',
        says: 'does not connect, says why, and offers the certificate',
      },
    ],
  },
  {
    row: 40,
    promise: 'What the product is made of is listed to the last library, and looked up before it is handed out.',
    figure:
      'a known high or critical weakness is a failure, and so is an audit that returns no data; a bill of materials (CycloneDX) in each package',
    proofs: [
      { test: 'scripts/audit/audit.test.ts', says: 'takes a registry that finds nothing anywhere for no answer' },
      {
        test: 'scripts/audit/audit.test.ts',
        says: 'takes a source without data, an answer too short and no network for no answer',
      },
      {
        test: 'scripts/packaging/packages.integration.test.ts',
        says: 'are listed to the last library in a bill of materials',
      },
    ],
  },
];
