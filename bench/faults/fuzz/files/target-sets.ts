import type { FuzzTarget } from './fuzz-target.ts';

export type TargetSet = 'payloads' | 'languages' | 'tag files' | 'sealed';

interface Targets {
  /** Of the corpus. */
  readonly folder: 'mqtt' | 'files';
  readonly targets: readonly FuzzTarget[];
}

/** The decoders of a set, loaded by who runs them. */
export async function targetSet(set: TargetSet): Promise<Targets> {
  switch (set) {
    case 'payloads':
      return { folder: 'mqtt', targets: (await import('../mqtt/payload-targets.ts')).PAYLOAD_TARGETS };
    case 'languages':
      return { folder: 'files', targets: (await import('./language-targets.ts')).LANGUAGE_TARGETS };
    case 'tag files':
      return { folder: 'files', targets: (await import('./tag-file-targets.ts')).TAG_FILE_TARGETS };
    case 'sealed': {
      const [{ SEALED_TARGETS }, { HISTORY_FILE_TARGETS }] = await Promise.all([
        import('./sealed-targets.ts'),
        import('./history-file-targets.ts'),
      ]);
      return { folder: 'files', targets: [...SEALED_TARGETS, ...HISTORY_FILE_TARGETS] };
    }
  }
}
