import { ACCESS_ERROR_CODES } from './access-error-codes.ts';
import { AUDIT_ERROR_CODES } from './audit-error-codes.ts';
import { DEPLOY_ERROR_CODES } from './deploy-error-codes.ts';
import { DEVICE_ERROR_CODES } from './device-error-codes.ts';
import { DRILL_ERROR_CODES } from './drill-error-codes.ts';
import type { ErrorInfo } from './error-info.ts';

/** Every failure that a caller may have to tell apart. `docs/errors.md` is generated from this table. */
export const ERROR_CODES = {
  ...AUDIT_ERROR_CODES,
  ...DEVICE_ERROR_CODES,
  ...ACCESS_ERROR_CODES,
  ...DEPLOY_ERROR_CODES,
  ...DRILL_ERROR_CODES,
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
  NX_TAG_FILE: {
    summary: 'A file of tags cannot be read.',
    nextStep: 'Choose another file, or save it in one of the formats of the list.',
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
  NX_REQUEST_METHOD: {
    summary: 'The path is there, and the method is none of it.',
    nextStep: 'Use one of the methods that the header Allow names.',
    retryable: false,
    http: 405,
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
  NX_FLEET_UNAVAILABLE: {
    summary: 'The configuration store of the fleet does not answer, or none is configured.',
    nextStep: 'The devices of this gateway go on as they are. The store is tried again by itself.',
    retryable: true,
    http: 503,
  },
  NX_QUARANTINE_NONE: {
    summary: 'The embedded historian counts points that it cannot store, and keeps no list of them.',
    nextStep: 'Set historian.database for a store that keeps them.',
    retryable: false,
    http: 409,
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
  NX_MQTT_HOST: {
    summary: 'The Sparkplug primary host is offline.',
    nextStep:
      'Start the host application, or leave out mqtt.sparkplug.primary_host. Values are kept and published when it is back.',
    retryable: true,
    http: 502,
  },
  NX_MQTT_PORT: {
    summary: 'The embedded broker could not open its port.',
    nextStep: 'Set mqtt.embedded_port to a free one, or name the broker that uses it with mqtt.url.',
    retryable: true,
    http: 500,
  },
  NX_NOT_ARMED: {
    summary: 'The session is not armed for what it was to do.',
    nextStep: 'Arm writing (F8) for the device named in the message, or for all devices.',
    retryable: false,
    http: 409,
  },
  NX_NAMESPACE_OFF: {
    summary: 'The project publishes nothing, so that there is no broker to look at.',
    nextStep: 'Switch mqtt.enabled on in the settings and start the gateway again.',
    retryable: false,
    http: 409,
  },
  NX_SECRET_MISSING: {
    summary: 'A secret that the configuration refers to is not there.',
    nextStep: 'Set the secret with nexus-edge secrets set, or the variable or file named in the message.',
    retryable: false,
    http: 400,
  },
  NX_BACKUP: {
    summary: 'The backup could not be made.',
    nextStep: 'Name a folder that can be written and has room. The project was not changed.',
    retryable: true,
    http: 500,
  },
  NX_HISTORY_ARCHIVE: {
    summary: 'A day of history could not be archived.',
    nextStep: 'See that the folder or bucket of historian.archive can be written. The history is as it was.',
    retryable: true,
    http: 502,
  },
  NX_HISTORY_FILE: {
    summary: 'A file of history could not be written.',
    nextStep: 'Name a folder that can be written and has room. The history is as it was.',
    retryable: true,
    http: 500,
  },
  NX_CHECK_REFUSED: {
    summary: 'A step of a loop check was not captured, or a loop was not signed.',
    nextStep: 'See the message: it names the value seen and what is missing. Nothing was kept.',
    retryable: true,
    http: 409,
  },
  NX_CHECK_RECORD: {
    summary: 'The record of loop checks could not be written.',
    nextStep: 'Free disk space on the gateway, then capture or sign again. Nothing was kept.',
    retryable: true,
    http: 507,
  },
  NX_HOST_GONE: {
    summary: 'A worker of the engine stopped.',
    nextStep: 'Nothing to do: it is started again by itself. Look into the log if it repeats.',
    retryable: true,
    http: 503,
  },
  NX_SERVER_TLS: {
    summary: 'The certificate that the workstation is to be served with cannot be used.',
    nextStep: 'Put the certificate and its key where server.tls says, or leave both out for one of the gateway’s own.',
    retryable: false,
    http: 500,
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
