import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { TRIXIE } from '../../src-main/testing/trixie.ts';

/** An object of Kubernetes, as far as every one has this form. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** kubectl has kustomize inside, but Debian 12's own is too old for these files; that of the next Debian runs here as well. */
const PROGRAMS: readonly (readonly [program: string, ...words: string[]])[] = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build'],
  [join(TRIXIE, 'usr/bin/kustomize'), 'build'],
];

function render(folder: string): { readonly output: string; readonly fault: string } {
  let fault = 'there is neither kubectl nor kustomize';
  for (const [program, ...words] of PROGRAMS) {
    if (program.startsWith('/') && !existsSync(program)) continue;
    const { status, stdout, stderr } = spawnSync(program, [...words, folder], { encoding: 'utf8' });
    if (status === 0) return { output: stdout, fault: '' };
    if (status !== null) fault = `${program}: ${stderr.trim()}`;
  }
  return { output: '', fault };
}

/** Whether a program is here that renders this folder. */
export const canRenderKustomize = (folder: string): boolean => render(folder).fault === '';

/** What would be applied to a cluster. @throws what the program says. */
export function renderKustomize(folder: string): readonly KubernetesObject[] {
  const { output, fault } = render(folder);
  if (fault !== '') throw new Error(fault);
  return parseAllDocuments(output).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as KubernetesObject;
  });
}
