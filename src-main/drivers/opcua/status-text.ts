import { hostname } from 'node:os';

/** @see ownCertificate for the name of ours. */
const TRUST_US = `The server does not trust this gateway yet. On the server, move the certificate “NexusEdge@${hostname()}” from rejected to trusted; the connection is tried again by itself.`;

/** What a refusal of a server means and what to do, in the words of the message catalogue. */
const TEXTS: Readonly<Record<string, string>> = {
  BadNodeIdUnknown: 'The server has no such node. Check the address, or browse the server for it.',
  BadNodeIdInvalid: 'The server takes the address for none. Check its namespace and its form.',
  BadAttributeIdInvalid: 'The node has no value: it is an object or a folder. Choose a variable below it.',
  BadNotReadable: 'The node cannot be read. Check its access level on the server.',
  BadNotWritable: 'The node cannot be written. Check its access level on the server.',
  BadUserAccessDenied:
    'The user may not do that. Check user name and password, and the rights of the user on the server.',
  BadTypeMismatch: 'The node is of another data type. Leave data_type of the tag out, or set it to that of the node.',
  BadOutOfRange: 'The value lies outside what the node takes. Enter one inside its range.',
  BadIndexRangeNoData: 'The array has no such element. Check the number in brackets; it counts from 0.',
  BadIndexRangeInvalid: 'The server takes the number in brackets for none. Check that the node is an array.',
  BadWriteNotSupported:
    'The server does not write this node, or one element of it. Write it with the tool of the server.',
  BadSecurityPolicyRejected: 'The server refused the security policy. Choose one that it offers.',
  BadSecurityModeRejected: 'The server refused the security mode. Choose one that it offers.',
  BadSecurityModeInsufficient: 'The server wants a more secure connection for that. Choose a higher security mode.',
  BadSecurityChecksFailed: TRUST_US,
  BadCertificateUntrusted: TRUST_US,
  BadCertificateInvalid: 'The server takes our certificate for damaged. Let the gateway make a new one.',
  BadCertificateTimeInvalid:
    'Our certificate is not valid at this time for the server. Check the clocks of both, and when it ends.',
  BadCertificateUriInvalid:
    'The application URI in our certificate is not the one we named. Let the gateway make a new certificate.',
  BadCertificateHostNameInvalid:
    'The host name in the certificate is not the one that was dialled. Use the name in the certificate.',
  BadCertificateRevoked: 'The server has our certificate revoked. Ask who runs the server.',
  BadCertificateUseNotAllowed: 'The certificate is not for this purpose. Let the gateway make a new one.',
  BadIdentityTokenRejected: 'The server refused the user. Check user name and password.',
  BadIdentityTokenInvalid: 'The server refused how the user was named. Choose another kind of user.',
  BadTooManySessions:
    'All sessions of the server are taken. Close other clients, or raise its limit; ours comes by itself then.',
  BadTooManySubscriptions: 'All subscriptions of the server are taken. Close other clients, or set mode: poll.',
  BadTooManyMonitoredItems: 'The server watches no more items. Take tags out, or set mode: poll.',
  BadTooManyOperations:
    'The server takes fewer nodes in one request than it says. Ask who runs the server for its limits.',
  BadServerHalted: 'The server is halted. Start it; the connection is tried again by itself.',
  BadServerNotConnected: 'The server itself has no connection to the device behind it. Check that one.',
  BadServiceUnsupported: 'The server does not know the request. Set mode: poll.',
  BadTcpEndpointUrlInvalid:
    'The server does not know itself by this address. Write the endpoint as the server names it.',
  BadTcpServerTooBusy: 'The server is too busy. It is tried again by itself.',
  BadNotConnected: 'The server has no connection to the device behind it. Check that one.',
  BadNoCommunication: 'The server has no answer from the device behind it. Check that one.',
  BadSensorFailure: 'The server says that the sensor failed. Check the sensor.',
  BadDeviceFailure: 'The server says that the device behind it failed. Check that one.',
  BadOutOfService: 'The server says that the value is switched off. Switch it on there.',
  BadConfigurationError: 'The server says that the node is set up wrongly. Check it on the server.',
  BadWaitingForInitialData: 'The server has no value of the node yet. It comes by itself.',
};

/**
 * What a code of a server means, with its name: `The server has no such node. … (BadNodeIdUnknown)`.
 * @param name with what the library writes of its lower bits, `BadSensorFailure#Overflow`; the number of a code without a name.
 */
export function statusText(name: string): string {
  const text = TEXTS[name.split('#', 1)[0]!];
  return text === undefined ? `The server says ${name}. See the manual of the server.` : `${text} (${name})`;
}
