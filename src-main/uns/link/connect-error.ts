import type { LinkReason } from '../publishing/publisher-messages.ts';

/** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3) and reason codes of CONNACK and DISCONNECT (MQTT 5.0, 2.4). */
const CREDENTIALS: readonly number[] = [4, 0x86];
const NOT_AUTHORIZED: readonly number[] = [5, 0x87, 0x8a];
const VERSIONS: readonly number[] = [1, 0x84];
const CLIENT_IDS: readonly number[] = [2, 0x85];
const UNAVAILABLE: readonly number[] = [3, 0x88, 0x89, 0x8b];
const TAKEN_OVER = 0x8e;

/** What went wrong on the way to a broker, from an error of the library or of the socket. @param broker its address, for the text. @param meanwhile what that means until it is there. */
export function connectReason(
  error: unknown,
  broker: string,
  meanwhile = 'Values are kept and published later.',
): LinkReason {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: string };
  if (typeof code === 'number') return refusal(code, broker);
  const detail = detailOf(code, message);
  return { code: 'NX_MQTT_UNREACHABLE', text: `${broker} ${detail} ${meanwhile}` };
}

/** The broker said goodbye with a reason code of MQTT 5. */
export function disconnectReason(code: number, broker: string): LinkReason {
  if (code === TAKEN_OVER) {
    const text = `${broker} ended the connection because another client came with the same client id. Give each gateway its own mqtt.client_id.`;
    return { code: 'NX_MQTT_REFUSED', text };
  }
  return refusal(code, broker);
}

function refusal(code: number, broker: string): LinkReason {
  const hex = `0x${code.toString(16).padStart(2, '0')}`;
  const refused = (text: string): LinkReason => ({ code: 'NX_MQTT_REFUSED', text: `${broker} ${text}` });
  if (CREDENTIALS.includes(code)) return refused('does not accept the user name and password. Check mqtt.username.');
  if (NOT_AUTHORIZED.includes(code)) return refused('does not let this client in. Check its access rules.');
  if (VERSIONS.includes(code))
    return refused('does not speak this version of MQTT. Set mqtt.version to the other one.');
  if (CLIENT_IDS.includes(code)) return refused('does not accept the client id. Set mqtt.client_id to another one.');
  if (UNAVAILABLE.includes(code)) {
    return { code: 'NX_MQTT_UNREACHABLE', text: `${broker} is there and takes no clients now (${hex}).` };
  }
  return refused(`refused with reason code ${hex}.`);
}

function detailOf(code: unknown, message: string | undefined): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused the connection: nothing listens on that port.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'has a host name that is not known. Check mqtt.url.';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'cannot be reached from this computer.';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'reset the connection.';
    case undefined:
      if (message === 'connack timeout') return 'did not answer the connect in time.';
      if (message === 'Keepalive timeout') return 'stopped answering.';
      return message === undefined ? 'ended the connection.' : `gave an answer that is not MQTT (${message}).`;
    default:
      // Mostly what TLS found wrong with a certificate.
      return `could not be connected to: ${message ?? ''} (${String(code)}).`;
  }
}
