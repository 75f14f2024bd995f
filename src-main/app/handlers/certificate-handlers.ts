import { createHash, X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { CertificateKeeper } from '../../drivers/certificate-keeper.ts';
import { findDriver } from '../../drivers/registry.ts';
import { driversFolder } from '../../project/project-layout.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Certificates of the protocols that have some. Who trusts whom is written to the log. */
export function certificateHandlers(parts: EngineParts): NexusHandlers<Call>['certificates'] {
  const { drivers, clock, folder, logger, plant } = parts;
  const keeperOf = (protocol: string): CertificateKeeper => {
    const manifest = findDriver(protocol);
    const keeper = manifest.certificates?.(driversFolder(folder), clock);
    if (keeper) return keeper;
    throw new NexusError('NX_REQUEST_INVALID', `${manifest.title} keeps no certificates.`);
  };
  const change =
    (word: string, act: (keeper: CertificateKeeper, thumbprint: string) => Promise<void>) =>
    async (
      { protocol, thumbprint }: { readonly protocol: string; readonly thumbprint: string },
      call: Call,
    ): Promise<{ thumbprint: string }> => {
      await act(keeperOf(protocol), thumbprint);
      plant.hurry(protocol);
      logger.info(`certificate ${word}`, { protocol, thumbprint, by: `${call.via} ${call.session}` });
      return { thumbprint: thumbprint.toUpperCase() };
    };
  return {
    list: async () => {
      const keepers = drivers.flatMap((manifest) => {
        const keeper = manifest.certificates?.(driversFolder(folder), clock);
        return keeper ? [{ manifest, keeper }] : [];
      });
      const lists = keepers.map(async ({ manifest, keeper }) =>
        (await keeper.list()).map((entry) => ({
          protocol: manifest.id,
          protocolTitle: manifest.title,
          ...entry,
          hosts: [...entry.hosts],
        })),
      );
      return (await Promise.all(lists)).flat();
    },
    trust: change('trusted', (keeper, thumbprint) => keeper.trust(thumbprint)),
    reject: change('rejected', (keeper, thumbprint) => keeper.reject(thumbprint)),
    remove: change('removed', (keeper, thumbprint) => keeper.remove(thumbprint)),
    add: async ({ protocol, store, base64 }, call) => {
      await keeperOf(protocol).add(Buffer.from(base64, 'base64'), store);
      plant.hurry(protocol);
      logger.info('certificate added', { protocol, store, by: `${call.via} ${call.session}` });
      return {};
    },
    own: async ({ protocol }) => {
      const der = Buffer.from(await keeperOf(protocol).own());
      return {
        fileName: `NexusEdge@${hostname()}.der`,
        derBase64: der.toString('base64'),
        pem: new X509Certificate(der).toString(),
        thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
      };
    },
    guides: ({ protocol }) => keeperOf(protocol).guides.map((guide) => ({ ...guide })),
    renew: async ({ protocol }, call) => {
      await keeperOf(protocol).renew();
      logger.info('own certificate renewed', { protocol, by: `${call.via} ${call.session}` });
      return {};
    },
  };
}
