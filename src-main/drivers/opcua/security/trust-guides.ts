import type { TrustGuide } from '../../certificate-keeper.ts';

/** Where servers keep whom they trust, as far as their makers' documents say it; the general way first. */
export const TRUST_GUIDES: readonly TrustGuide[] = [
  {
    server: 'Most servers',
    text: 'The first try put our certificate among the rejected ones of the server. Move its file from the folder “rejected” to “trusted” (below “pki”), then retry.',
    source: 'https://apps.opcfoundation.org/lds/Trust_an_Application.htm',
  },
  {
    server: 'Siemens S7-1500, S7-1200',
    text: 'TIA Portal → properties of the CPU → OPC UA → Server: add our certificate to the trusted clients and load the CPU. Where certificates are managed at runtime (OPC UA → Server → Certificates), it belongs into “pki store\\trusted” of the memory card.',
    source: 'Siemens, Communication Function Manual A5E03735815, 9.2.7',
  },
  {
    server: 'Siemens SIMATIC RF185C, RF186C, RF188C',
    text: 'Web pages of the module → OPC UA client certificates: choose ours, shown in red, and press Accept.',
    source: 'Siemens, SIMATIC RF185C Operating Instructions C79000-G8976-C512',
  },
  {
    server: 'Kepware KEPServerEX',
    text: 'OPC UA Configuration Manager → Trusted Clients: choose our certificate and trust it.',
    source: 'PTC, OPC UA Configuration Manager, Trusted Clients',
  },
  {
    server: 'Ignition',
    text: 'Gateway web page → Config → OPC UA → Security → Server: our certificate stands under Quarantined Certificates. Set it to Trust.',
    source: 'https://docs.emqx.com/en/neuron/v2.3/south-devices/opc-ua/ignition.html',
  },
  {
    server: 'CODESYS',
    text: 'View → Security Screen (with the CODESYS Security Agent) → Devices: choose the device and put our certificate under Trusted Certificates.',
    source:
      'https://content.helpme-codesys.com/en/CODESYS%20Communication/_comm_configuration_of_opcua_certificates.html',
  },
  {
    server: 'Beckhoff TwinCAT',
    text: 'The server keeps trusted client certificates in a folder below its application directory. Put our certificate there.',
    source: 'https://infosys.beckhoff.com/content/1031/tf6100_tc3_opcua_server/15563130763.html',
  },
  {
    server: 'Kollmorgen PCMM2G',
    text: 'Web server → Settings → Certificates → Upload SSL Client Certificate: choose the file of our certificate.',
    source:
      'https://webhelp.kollmorgen.com/kas4.05/Content/6.Using-Web-server/Settings-tab/Certificates-tab/Webserver-Certificates-tab.htm',
  },
  {
    server: 'Monokot Server',
    text: 'Administrator → Server Explorer → OPC UA → Client Certificates: Sync, choose our certificate, Trust, Sync.',
    source: 'https://docs.monokot.io/basics/opc-ua/client-certificates',
  },
  {
    server: 'open62541',
    text: 'The program that runs the server is given the certificates it trusts, as files or a folder. Add ours there and start it again.',
    source: 'UA_ServerConfig_setDefaultWithSecurityPolicies, include/open62541/server_config_default.h',
  },
];
