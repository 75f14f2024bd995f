import { openAsBlob } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ArchivePlace } from './archive-place.ts';
import { sumOf } from './file-sum.ts';

export interface S3Options {
  readonly bucket: string;
  /** Before every name; empty, or ends in `/`. */
  readonly prefix: string;
  /** `https://host:port`, without a path. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What a store takes in one piece. */
const MOST_BYTES = 5 * 2 ** 30;
/** Until an answer begins; what it holds may take longer. */
const ANSWER_MS = 120_000;
const EMPTY_SUM = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** A bucket of Amazon S3 or of a store that speaks like it, by addresses with the bucket in their path. */
export class S3Place implements ArchivePlace {
  readonly title: string;
  readonly #options: S3Options;
  readonly #client: AwsClient;

  constructor(options: S3Options) {
    const { bucket, prefix, region, accessKey, secretKey } = options;
    this.title = `s3://${bucket}/${prefix}`.replace(/\/$/, '');
    this.#options = options;
    this.#client = new AwsClient({ accessKeyId: accessKey, secretAccessKey: secretKey, service: 's3', region });
  }

  async list(begin: string, signal: AbortSignal): Promise<string[]> {
    const { prefix } = this.#options;
    const names: string[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const asked = new URLSearchParams({ 'list-type': '2', prefix: prefix + begin });
      if (next !== '') asked.set('continuation-token', next);
      const page = await (await this.#ask('GET', `?${asked.toString().replaceAll('+', '%20')}`, signal)).text();
      names.push(...fields(page, 'Key').map((key) => key.slice(prefix.length)));
      next = fields(page, 'IsTruncated')[0] === 'true' ? fields(page, 'NextContinuationToken')[0] : undefined;
    }
    return names;
  }

  async put(name: string, path: string, sha256: string, signal: AbortSignal): Promise<void> {
    const body = await openAsBlob(path);
    if (body.size > MOST_BYTES) {
      const text = `The day has ${(body.size / 1e9).toFixed(1)} GB, and a bucket takes 5.3 GB in one piece. Archive to a folder, and copy it from there.`;
      throw new NexusError('NX_HISTORY_ARCHIVE', text, { bytes: body.size });
    }
    const key = `/${this.#options.prefix}${name}`.split('/').map(encodeURIComponent).join('/');
    await (await this.#ask('PUT', key, signal, { body, sha256 })).arrayBuffer();
    const back = await this.#ask('GET', key, signal);
    const seen = await sumOf(back.body!).catch((error: unknown) => {
      throw signal.aborted ? error : this.#silent(error);
    });
    if (seen === sha256) return;
    const text = `${this.title}/${name} reads back with other bytes than were sent. Check the store.`;
    throw new NexusError('NX_HISTORY_ARCHIVE', text, { expected: sha256, seen });
  }

  /** @param path what follows the bucket. */
  async #ask(
    method: 'GET' | 'PUT',
    path: string,
    signal: AbortSignal,
    sent?: { readonly body: Blob; readonly sha256: string },
  ): Promise<Response> {
    const { endpoint, bucket } = this.#options;
    const headers = { 'x-amz-content-sha256': sent?.sha256 ?? EMPTY_SUM };
    const { url, headers: signed } = await this.#client.sign(`${endpoint}/${bucket}${path}`, { method, headers });
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('timeout')), ANSWER_MS + (sent ? sent.body.size / 100 : 0));
    try {
      const response = await fetch(url, {
        method,
        headers: signed,
        redirect: 'manual',
        signal: AbortSignal.any([signal, late.signal]),
        ...(sent && { body: sent.body }),
      });
      if (response.ok) return response;
      throw this.#refusal(response.status, fields(await response.text(), 'Code')[0] ?? '');
    } catch (error) {
      throw signal.aborted || error instanceof NexusError ? error : this.#silent(error);
    } finally {
      clearTimeout(timer);
    }
  }

  #refusal(status: number, code: string): NexusError {
    const { bucket, endpoint, region } = this.#options;
    const seen = code === '' ? String(status) : code;
    const why = (): string => {
      if (code === 'NoSuchBucket')
        return `${endpoint} has no bucket “${bucket}”. Make it there, or change historian.archive.to.`;
      if (code === 'InvalidAccessKeyId')
        return `${endpoint} does not know the access key. Check historian.archive.access_key.`;
      if (code === 'SignatureDoesNotMatch')
        return `${endpoint} refuses the signature. Check historian.archive.secret_key, and the region ${region}.`;
      if (code === 'RequestTimeTooSkewed')
        return `${endpoint} refuses the time of this computer. Set its clock by a time server.`;
      if (status === 401 || status === 403)
        return `${endpoint} refuses the access to the bucket “${bucket}” (${seen}). Allow its keys to list, read and write it.`;
      return `${endpoint} answered ${seen} for the bucket “${bucket}”. Check historian.archive.endpoint and the store.`;
    };
    return new NexusError('NX_HISTORY_ARCHIVE', why(), { status, code });
  }

  #silent(error: unknown): NexusError {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    const seen = (cause as NodeJS.ErrnoException).code ?? (cause instanceof Error ? cause.message : String(cause));
    const text = `${this.#options.endpoint} does not answer (${seen}). Check historian.archive.endpoint and the network; it is tried again each hour.`;
    return new NexusError('NX_HISTORY_ARCHIVE', text, { seen }, { cause: error });
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What stands in the elements of a name. Answers of stores are flat enough for it. */
function fields(xml: string, name: string): string[] {
  return Array.from(xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g')), ([, text]) =>
    text!.replace(/&(amp|lt|gt|quot|apos);/g, (_whole, entity: string) => ENTITIES[entity]!),
  );
}
