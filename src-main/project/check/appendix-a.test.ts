import { describe, expect, it } from 'vitest';
import { FAULT_CODES, type FaultCode } from './fault-codes.ts';

/**
 * The sixty kinds of the reliability reference, appendix A, by number: what each is told as here. Where a kind has another
 * name, ours says more, or serves what means the same to whoever mends the file.
 */
const APPENDIX: readonly (readonly [number: number, kind: string, told: FaultCode | 'elsewhere'])[] = [
  [1, 'SYNTAX', 'SYNTAX'],
  [2, 'ENCODING', 'ENCODING'],
  [3, 'TOO_LARGE', 'TOO_LARGE'],
  [4, 'DEPTH', 'DEPTH'],
  [5, 'DUP_KEY', 'DUP_KEY'],
  [6, 'FORBIDDEN_KEY', 'FORBIDDEN_KEY'],
  [7, 'UNKNOWN_KEY', 'UNKNOWN_KEY'],
  [8, 'MISSING_KEY', 'MISSING_KEY'],
  [9, 'WRONG_TYPE', 'WRONG_TYPE'],
  [10, 'NULL_NOT_ALLOWED', 'NULL_NOT_ALLOWED'],
  [11, 'SCHEMA_VERSION_OLD', 'SCHEMA_VERSION_OLD'],
  [12, 'SCHEMA_VERSION_NEW', 'SCHEMA_VERSION_NEW'],
  [13, 'DUP_ID', 'DUP_ID'],
  [14, 'DUP_NAME', 'DUP_NAME'],
  [15, 'NAME_CHARS', 'NAME_CHARS'],
  [16, 'NAME_LENGTH', 'NAME_LENGTH'],
  [17, 'REF_DEVICE', 'REF_DEVICE'],
  [18, 'REF_TAG', 'REF_TAG'],
  // No setting names a sink: brokers and the historian are sections of their own.
  [19, 'REF_SINK', 'UNKNOWN_KEY'],
  [20, 'REF_SECRET', 'REF_SECRET'],
  [21, 'REF_CERT', 'REF_CERT'],
  // Roles are a fixed list; another word is not a value of it.
  [22, 'REF_ROLE', 'VALUE'],
  [23, 'CYCLE', 'CYCLE'],
  [24, 'RESERVED_NAME', 'RESERVED_NAME'],
  [25, 'INTERVAL_RANGE', 'INTERVAL_RANGE'],
  [26, 'TIMEOUT_RANGE', 'TIMEOUT_RANGE'],
  [27, 'TIMEOUT_GT_INTERVAL', 'TIMEOUT_GT_INTERVAL'],
  [28, 'RETRY_RANGE', 'RETRY_RANGE'],
  [29, 'PORT_RANGE', 'PORT_RANGE'],
  [30, 'COUNT_LIMIT', 'COUNT_LIMIT'],
  [31, 'LOAD_ESTIMATE', 'LOAD_ESTIMATE'],
  [32, 'BUFFER_BUDGET', 'BUFFER_BUDGET'],
  [33, 'DEADBAND', 'DEADBAND'],
  [34, 'SCALE_ZERO', 'SCALE_ZERO'],
  [35, 'LIMIT_ORDER', 'LIMIT_ORDER'],
  [36, 'RATE_OF_CHANGE', 'RATE_OF_CHANGE'],
  [37, 'HOST_SYNTAX', 'HOST_SYNTAX'],
  [38, 'HOST_FORBIDDEN', 'HOST_FORBIDDEN'],
  [39, 'SELF_CONNECT', 'SELF_CONNECT'],
  [40, 'DUP_ENDPOINT', 'DUP_ENDPOINT'],
  [41, 'ADDR_SYNTAX', 'ADDR_SYNTAX'],
  [42, 'ADDR_SPAN', 'ADDR_SPAN'],
  [43, 'ADDR_OVERLAP', 'ADDR_OVERLAP'],
  [44, 'UNIT_ID', 'UNIT_ID'],
  [45, 'RACK_SLOT', 'RACK_SLOT'],
  // An address of OPC UA is one notation among others.
  [46, 'NODE_ID', 'ADDR_SYNTAX'],
  [47, 'TYPE_ADDR_MISMATCH', 'TYPE_ADDR_MISMATCH'],
  [48, 'BYTE_ORDER', 'BYTE_ORDER'],
  [49, 'TOPIC_SYNTAX', 'TOPIC_SYNTAX'],
  [50, 'TOPIC_COLLISION', 'TOPIC_COLLISION'],
  [51, 'QOS', 'QOS'],
  [52, 'CLIENT_ID_DUP', 'CLIENT_ID_DUP'],
  [53, 'DB_URL', 'DB_URL'],
  [54, 'RETENTION', 'RETENTION'],
  [55, 'PLAINTEXT_REMOTE', 'PLAINTEXT_REMOTE'],
  [56, 'TLS_KEY_MISMATCH', 'TLS_KEY_MISMATCH'],
  [57, 'OPCUA_POLICY_FLOOR', 'SECURITY_FLOOR'],
  [58, 'INLINE_SECRET', 'INLINE_SECRET'],
  [59, 'WRITABLE_WITHOUT_LIMITS', 'WRITABLE_WITHOUT_LIMITS'],
  // A project on disk carries no signature; what is deployed to a gateway does, and is refused there before it is read.
  [60, 'SIGNATURE', 'elsewhere'],
];

describe('appendix A', () => {
  it('is covered whole: each of its sixty kinds is told as one of ours', () => {
    expect(APPENDIX.map(([number]) => number)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    for (const [number, kind, told] of APPENDIX) {
      if (told === 'elsewhere') continue;
      expect(FAULT_CODES, `${number} ${kind}`).toHaveProperty(told);
      // A kind that has a code of its own name here is told by that one.
      if (Object.hasOwn(FAULT_CODES, kind)) expect(told).toBe(kind);
    }
  });
});
