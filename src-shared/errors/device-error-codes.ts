import type { ErrorInfo } from './error-info.ts';

/** Failures between this gateway and a device. */
export const DEVICE_ERROR_CODES = {
  NX_NET_DNS: {
    summary: 'The host name was not found.',
    nextStep: 'Use the IP address or ask IT for a DNS entry.',
    retryable: true,
    http: 502,
  },
  NX_NET_REFUSED: {
    summary: 'The host answered but refused the port.',
    nextStep: 'Check the port and that the protocol is enabled on the device.',
    retryable: true,
    http: 502,
  },
  NX_NET_TIMEOUT: {
    summary: 'Nothing answered at that address in time.',
    nextStep: 'Check power, cable, address and firewall.',
    retryable: true,
    http: 504,
  },
  NX_NET_UNREACHABLE: {
    summary: 'There is no way to that host from here.',
    nextStep: 'Check the network, the address and the gateway of this computer.',
    retryable: true,
    http: 502,
  },
  NX_DRIVER_TIMEOUT: {
    summary: 'The device accepted the connection but did not answer the request in time.',
    nextStep: 'Check the unit id and the load of the device, or raise the timeout.',
    retryable: true,
    http: 504,
  },
  NX_DRIVER_DISCONNECTED: {
    summary: 'The connection to the device was lost.',
    nextStep: 'Nothing to do: the connection is tried again by itself.',
    retryable: true,
    http: 502,
  },
  NX_DRIVER_PROTOCOL: {
    summary: 'The device answered with something that breaks the protocol.',
    nextStep: 'Check that the port speaks this protocol and that no other program shares the line.',
    retryable: true,
    http: 502,
  },
  NX_DRIVER_REJECTED: {
    summary: 'The device refused the request.',
    nextStep: 'Check address, data type and access rights against the manual of the device.',
    retryable: false,
    http: 502,
  },
  NX_DRIVER_UNIT_SILENT: {
    summary: 'The gateway answered, but the unit behind it did not.',
    nextStep: 'Check the unit id and the serial line behind the gateway.',
    retryable: true,
    http: 502,
  },
  NX_DRIVER_UNKNOWN_PROTOCOL: {
    summary: 'No driver speaks this protocol.',
    nextStep: 'Use one of the protocols listed in the message.',
    retryable: false,
    http: 400,
  },
  NX_DRIVER_BREAKER: {
    summary: 'Requests to the device rest because too many failed.',
    nextStep: 'Nothing to do: the device is tried again by itself. Check its line and load if it repeats.',
    retryable: true,
    http: 503,
  },
  NX_DRIVER_BUSY: {
    summary: 'As many requests wait for the device as may wait.',
    nextStep: 'Send fewer at once, or try again in a moment. Nothing was sent.',
    retryable: true,
    http: 503,
  },
  NX_DRIVER_UNKNOWN_OUTCOME: {
    summary: 'The write was sent and no answer came: whether it took effect is not known.',
    nextStep: 'Read the value at the device before writing again. The engine does not repeat a write.',
    retryable: false,
    http: 504,
  },
  NX_OPCUA_UNTRUSTED: {
    summary: 'Nobody has trusted the certificate of this OPC UA server.',
    nextStep: 'Compare its thumbprint with the server, then trust it on the page Certificates.',
    retryable: true,
    http: 502,
  },
  NX_OPCUA_EXPIRED: {
    summary: 'The certificate of this OPC UA server is not valid at this time.',
    nextStep: 'Ask the owner of the server to renew it, or accept it for this device until a day.',
    retryable: true,
    http: 502,
  },
  NX_OPCUA_HOST: {
    summary: 'The certificate of this OPC UA server is for another computer.',
    nextStep: 'Connect by the name in the certificate, or accept the difference for this device.',
    retryable: true,
    http: 502,
  },
  NX_OPCUA_CERTIFICATE: {
    summary: 'The certificate of this OPC UA server cannot be relied on.',
    nextStep: 'The text says what stands against it: another application, a weak key, a revocation.',
    retryable: true,
    http: 502,
  },
  NX_OPCUA_SECURITY: {
    summary: 'The security that is set for this device does not fit its OPC UA server.',
    nextStep: 'Get the endpoints of the server and choose one of them.',
    retryable: true,
    http: 502,
  },
  NX_OPCUA_NOT_TRUSTED: {
    summary: 'This OPC UA server does not trust this gateway.',
    nextStep: 'On the server, move the certificate of this gateway from rejected to trusted.',
    retryable: true,
    http: 502,
  },
  NX_OPCUA_NO_CERTIFICATE: {
    summary: 'No certificate with that thumbprint is kept there.',
    nextStep: 'Read the list of certificates again.',
    retryable: false,
    http: 404,
  },
  NX_PROBE_BUSY: {
    summary: 'As many connection tests run on this gateway as may run at once.',
    nextStep: 'Wait until one of them has ended. Nothing was sent.',
    retryable: true,
    http: 503,
  },
} as const satisfies Record<`NX_${string}`, ErrorInfo>;
