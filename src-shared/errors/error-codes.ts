/** What a caller may do about an error without reading its text. */
export interface ErrorInfo {
  /** One sentence, in plain words, without values: those are in the error's own message. */
  readonly summary: string;
  /** The step that most likely helps. */
  readonly nextStep: string;
  /** True when the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** The status of the REST answer (RFC 9110). */
  readonly http: number;
}

/** Every failure that a caller may have to tell apart. `docs/errors.md` is generated from this table. */
export const ERROR_CODES = {
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
    nextStep: 'Compare its thumbprint with the server, then trust it in Settings under Certificates.',
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
  NX_ADDRESS_READ_ONLY: {
    summary: 'The protocol cannot write this address.',
    nextStep: 'Use an address that can be written, such as a coil or a holding register.',
    retryable: false,
    http: 400,
  },
  NX_ADDRESS_SYNTAX: {
    summary: 'The address does not follow the syntax of the protocol.',
    nextStep: 'See the examples in the message.',
    retryable: false,
    http: 400,
  },
  NX_ADDRESS_RANGE: {
    summary: 'The address lies outside what the protocol can address.',
    nextStep: 'Use an address inside the range named in the message.',
    retryable: false,
    http: 400,
  },
  NX_VALUE_TYPE: {
    summary: 'The value does not have the type of the tag.',
    nextStep: 'Enter a value of the type named in the message.',
    retryable: false,
    http: 400,
  },
  NX_VALUE_RANGE: {
    summary: 'The value does not fit the data type of the tag.',
    nextStep: 'Enter a value inside the range named in the message.',
    retryable: false,
    http: 400,
  },
  NX_PROJECT_INVALID: {
    summary: 'The project has faults.',
    nextStep: 'Mend every fault in the list, then start again. Nothing was started.',
    retryable: false,
    http: 400,
  },
  NX_PROJECT_NOT_FOUND: {
    summary: 'There is no project in that folder.',
    nextStep: 'Name a folder that holds a nexus.yaml.',
    retryable: false,
    http: 404,
  },
  NX_PROJECT_LOCKED: {
    summary: 'Another engine runs on this project.',
    nextStep: 'Stop the other engine or use another folder.',
    retryable: false,
    http: 409,
  },
  NX_PROJECT_IMPORT: {
    summary: 'The file could not be imported.',
    nextStep: 'Mend the places in the list. Nothing was written.',
    retryable: false,
    http: 400,
  },
  NX_DOCUMENT_FAULT: {
    summary: 'A file that a person keeps in the project, such as a watch table, has a fault.',
    nextStep: 'Mend the place named in the message, or remove the file.',
    retryable: false,
    http: 409,
  },
  NX_REVISION_CONFLICT: {
    summary: 'Somebody else changed it meanwhile.',
    nextStep: 'Read it again, compare, and send the change once more.',
    retryable: false,
    http: 409,
  },
  NX_REVISION_REQUIRED: {
    summary: 'The change does not say which state it was made from.',
    nextStep: 'Send If-Match with the revision that you read.',
    retryable: false,
    http: 428,
  },
  NX_NOT_FOUND: {
    summary: 'There is nothing under that name.',
    nextStep: 'Check the name against the list.',
    retryable: false,
    http: 404,
  },
  NX_REQUEST_INVALID: {
    summary: 'The request does not have the form that the contract asks for.',
    nextStep: 'Correct the fields named in the message.',
    retryable: false,
    http: 400,
  },
  NX_HISTORY_TOO_LARGE: {
    summary: 'The query would return more points than the limit.',
    nextStep: 'Ask for buckets or a shorter range.',
    retryable: false,
    http: 413,
  },
  NX_HISTORY_UNAVAILABLE: {
    summary: 'The historian does not answer.',
    nextStep: 'Live values continue. The historian is started again by itself.',
    retryable: true,
    http: 503,
  },
  NX_LOG_CORRUPT: {
    summary: 'A part of the log on disk is damaged.',
    nextStep: 'Nothing to do: the damaged records were counted and passed over.',
    retryable: false,
    http: 500,
  },
  NX_LOG_WRITE: {
    summary: 'The log could not be written.',
    nextStep: 'Check free space and permissions of the project folder.',
    retryable: true,
    http: 507,
  },
  NX_LOG_FULL: {
    summary: 'The disk or the budget of the log is used up.',
    nextStep: 'Free disk space, raise buffer.budget, or bring the sink back that holds the log.',
    retryable: true,
    http: 507,
  },
  NX_MQTT_UNREACHABLE: {
    summary: 'The MQTT broker does not answer.',
    nextStep: 'Check its address and that it runs. Values are kept and published when it is back.',
    retryable: true,
    http: 502,
  },
  NX_MQTT_REFUSED: {
    summary: 'The MQTT broker refused the connection or a subscription.',
    nextStep: 'Check user name, password, client id and the access rules of the broker.',
    retryable: true,
    http: 502,
  },
  NX_MQTT_PORT: {
    summary: 'The embedded broker could not open its port.',
    nextStep: 'Set mqtt.embedded_port to a free one, or name the broker that uses it with mqtt.url.',
    retryable: true,
    http: 500,
  },
  NX_SECRET_MISSING: {
    summary: 'A secret that the configuration refers to is not there.',
    nextStep: 'Set the environment variable or make the file named in the message.',
    retryable: false,
    http: 400,
  },
  NX_BACKUP: {
    summary: 'The backup could not be made.',
    nextStep: 'Name a folder that can be written and has room. The project was not changed.',
    retryable: true,
    http: 500,
  },
  NX_HOST_GONE: {
    summary: 'A worker of the engine stopped.',
    nextStep: 'Nothing to do: it is started again by itself. Look into the log if it repeats.',
    retryable: true,
    http: 503,
  },
  NX_ACCESS_UNAUTHENTICATED: {
    summary: 'A session is needed.',
    nextStep: 'Open the address that the service printed at its start.',
    retryable: false,
    http: 401,
  },
  NX_ACCESS_ORIGIN: {
    summary: 'The request came from a page or host that is not allowed.',
    nextStep: 'Open the workstation by the address that the service printed.',
    retryable: false,
    http: 403,
  },
  NX_SERVER_PORT: {
    summary: 'The port could not be opened.',
    nextStep: 'Choose another one with --port, or stop the program that uses it.',
    retryable: false,
    http: 500,
  },
  NX_CANCELLED: {
    summary: 'The work was cancelled.',
    nextStep: 'Start it again if it is still wanted.',
    retryable: false,
    http: 499,
  },
  NX_USAGE: {
    summary: 'The command line was not understood.',
    nextStep: 'See nexus-edge --help.',
    retryable: false,
    http: 400,
  },
  NX_INTERNAL: {
    summary: 'The engine met something it did not expect.',
    nextStep: 'Send the log around this time to the makers.',
    retryable: false,
    http: 500,
  },
} as const satisfies Record<`NX_${string}`, ErrorInfo>;

export type ErrorCode = keyof typeof ERROR_CODES;
