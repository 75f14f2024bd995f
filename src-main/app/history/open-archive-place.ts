import { resolve } from 'node:path';
import type { ArchivePlace } from '../../historian/archive/archive-place.ts';
import { FolderPlace } from '../../historian/archive/folder-place.ts';
import { S3Place } from '../../historian/archive/s3-place.ts';
import { resolveSecret } from '../../kernel/resolve-secret.ts';
import { type ArchiveConfig, archiveBucket } from '../../project/config/archive-config.ts';

/**
 * The folder or the bucket of the archive; nothing is asked of it yet.
 * @param folder of the project. @throws NexusError NX_SECRET_MISSING
 */
export async function openArchivePlace(config: ArchiveConfig, folder: string): Promise<ArchivePlace> {
  const { to, region, endpoint = `https://s3.${region}.amazonaws.com` } = config;
  const bucket = archiveBucket(to);
  if (!bucket) return new FolderPlace(resolve(folder, to));
  const [accessKey, secretKey] = await Promise.all(
    [config.access_key, config.secret_key].map((reference) => resolveSecret(reference!, folder)),
  );
  return new S3Place({
    ...bucket,
    endpoint: endpoint.replace(/\/$/, ''),
    region,
    accessKey: accessKey!,
    secretKey: secretKey!,
  });
}
