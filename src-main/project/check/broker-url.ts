import { z } from 'zod';
import type { FaultCode } from './fault-codes.ts';

const FORM = /^(?:mqtts?|wss?):\/\/([^\s/]+)(\/\S*)?$/;
const params = (fault: FaultCode): { readonly params: { readonly fault: FaultCode } } => ({ params: { fault } });

/** `mqtts://broker.acme.example:8883`. A password does not stand in it, and is never repeated in a message. */
export const BrokerUrl = z
  .string()
  .refine((url) => !/\/\/[^/]*:[^/]*@/.test(url), {
    error: 'A password does not stand in an address. Remove it and name its place under “password”.',
    ...params('INLINE_SECRET'),
    abort: true,
  })
  .refine((url) => FORM.test(url), {
    error: (issue) =>
      `“${String(issue.input)}” is not the address of a broker. Write mqtt://host:1883 or mqtts://host:8883.`,
    abort: true,
  })
  .refine((url) => portOf(url) === undefined || (portOf(url)! >= 1 && portOf(url)! <= 65_535), {
    error: (issue) => `Port ${portOf(String(issue.input))} is outside 1–65535. MQTT normally uses 1883, with TLS 8883.`,
    ...params('PORT_RANGE'),
    abort: true,
  })
  .refine((url) => brokerAddress(url) !== undefined, {
    error: (issue) =>
      `“${String(issue.input)}” names no host that can be. Each part of an IP address is 0–255, and a port is a number.`,
  })
  .meta({ fault: 'HOST_SYNTAX' });

/** Host and port of a broker, and whether what is said to it is encrypted. Undefined where the host has no right form. */
export function brokerAddress(
  url: string,
): { readonly host: string; readonly port: number; readonly isEncrypted: boolean } | undefined {
  const scheme = url.slice(0, url.indexOf(':'));
  // Of the schemes of brokers the platform checks no host; of http it does, as RFC 3986 and the URL standard say.
  const http = URL.parse(url.replace(/^\w+:/, 'http:'));
  if (!http) return undefined;
  const isEncrypted = scheme === 'mqtts' || scheme === 'wss';
  const usual = { mqtt: 1_883, mqtts: 8_883, ws: 80, wss: 443 }[scheme] ?? 0;
  return { host: http.hostname, port: http.port === '' ? usual : Number(http.port), isEncrypted };
}

function portOf(url: string): number | undefined {
  const digits = /:(\d+)$/.exec(FORM.exec(url)?.[1] ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
