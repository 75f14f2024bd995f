import { z } from 'zod';

/** Of packages; a gateway refuses those of a later one. */
export const PACKAGE_FORMAT = 1;
export const MOST_FILES = 10_000;
/** Of all files of a package, unpacked. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Configuration that is deployed: never `nexus.yaml`, which says who the gateway is (decision 0043). */
export const DEPLOYED_PATH = /^(?:devices|trends|dashboards|alarms|flows)\/[\w][\w.-]{0,127}\.yaml$/;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is signed: every file by its hash, and where the whole came from. */
export const PackageManifest = z.strictObject({
  format: z.number().int(),
  project: z.string().max(256),
  /** Of the workspace. */
  revision: z.number().int().positive(),
  /** Rises with every package of one key, so that an old one is known as such. */
  counter: z.number().int().positive(),
  /** Id of the key of the gateway that it is for. */
  target: Sha256,
  author: z.string().max(256),
  comment: z.string().max(512),
  madeMs: z.number().int(),
  /** Name of the computer it was made on. */
  node: z.string().max(256),
  version: z.string().max(64),
  /** Of the compressed content. */
  content: Sha256,
  /** In the order of the content. */
  files: z
    .array(z.strictObject({ path: z.string().regex(DEPLOYED_PATH), bytes: z.number().int().min(0), sha256: Sha256 }))
    .max(MOST_FILES),
});
export type PackageManifest = z.output<typeof PackageManifest>;
