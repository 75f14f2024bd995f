import type { NexusConfig } from '../project/config/nexus-config.ts';
import type { ListenSettings } from '../rpc/listen/listeners.ts';

/**
 * Where the workstation is served. Other computers come in only where there is a login and somebody who can sign in.
 *
 * @param hasAdmin whether there is an administrator by now.
 */
export function listenSettings(
  project: string,
  port: number | undefined,
  { server, access }: NexusConfig,
  hasAdmin: () => boolean = () => false,
): ListenSettings {
  const whyNotOutside = (): string | undefined => {
    if (access.login !== 'required')
      return `access.login is ${access.login}, which is for loopback only. Set it to required and make an administrator, then start again; until then loopback is served.`;
    if (hasAdmin()) return undefined;
    return 'there is no administrator yet. Make the first one on this computer; until then loopback is served.';
  };
  return { project, port, address: server.address, hosts: server.hosts, tls: server.tls, whyNotOutside };
}
