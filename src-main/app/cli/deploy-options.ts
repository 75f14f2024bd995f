import type { ServicePlace } from './call-service.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

const WHY = 'Write one line about why. It appears in the audit log.';

/** What is asked of a workstation that runs. */
interface Asked {
  readonly place: ServicePlace;
  readonly form: 'text' | 'json';
}

const asked = (given: GivenOptions): Asked => ({ place: given.place, form: given.form });

const numberOf = (given: GivenOptions, option: 'deployment' | 'revision'): number | undefined => {
  const text = given.one(option);
  if (text === undefined || /^[1-9]\d{0,8}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw usageError(`--${option} ${text} is not a number.`);
};

const targetsOf = (given: GivenOptions): readonly string[] => {
  given.required('target', 'Name a gateway, as “deploy targets” lists them.');
  return given.many('target')!;
};

export const deployPairLine = {
  usage: 'deploy pair [--project DIR]',
  doc: 'at a gateway: show the code by which a workstation pairs with it',
  options: ['project'],
  parse: (given: GivenOptions) => ({ kind: 'deploy-pair' as const, project: given.project }),
} as const satisfies CommandSpec;

export const deployApplyLine = {
  usage: 'deploy apply FILE.nxp [--rollback] [--overwrite] [--project DIR]',
  doc: 'at a gateway: take a package that was carried there, through the same checks and health gate',
  options: ['project', 'rollback', 'overwrite'],
  operands: ['FILE.nxp'],
  parse: (given: GivenOptions) => {
    const [file] = given.operands;
    if (file === undefined) throw usageError('deploy apply needs a package: nexus-edge deploy apply edge-pc-03.nxp.');
    const choice = { rollback: given.has('rollback'), overwrite: given.has('overwrite') };
    return { kind: 'deploy-apply' as const, project: given.project, file, ...choice };
  },
} as const satisfies CommandSpec;

export const deployTargetsLine = {
  usage: 'deploy targets [--project DIR | --port N] [--json]',
  doc: 'the gateways that a workstation deploys to, asked now',
  options: ['project', 'port', 'json'],
  parse: (given: GivenOptions) => ({ kind: 'deploy-targets' as const, ...asked(given) }),
} as const satisfies CommandSpec;

export const deployStatusLine = {
  usage: 'deploy status [--project DIR | --port N] [--json]',
  doc: 'the last deploys of a workstation, and what is on trial at a gateway',
  options: ['project', 'port', 'json'],
  parse: (given: GivenOptions) => ({ kind: 'deploy-status' as const, ...asked(given) }),
} as const satisfies CommandSpec;

export const deployAddLine = {
  usage: 'deploy add --target NAME --address URL --code CODE [--devices A,B] [--project DIR | --port N] [--json]',
  doc: 'pair a workstation with a gateway',
  options: ['target', 'address', 'code', 'devices', 'project', 'port', 'json'],
  parse: (given: GivenOptions) => ({
    kind: 'deploy-add' as const,
    ...asked(given),
    name: given.required('target', 'Give the gateway a name.'),
    address: given.required('address', 'Write for example https://edge-pc-03:8480.'),
    code: given.required('code', 'Run “nexus-edge deploy pair” at the gateway.'),
    devices: given.many('devices'),
  }),
} as const satisfies CommandSpec;

export const deployPushLine = {
  usage:
    'deploy push --target A,B --reason TEXT [--revision N] [--order NAME] [--overwrite] [--project DIR | --port N] [--json]',
  doc: 'deploy a revision to gateways, and tell how it goes on',
  options: ['target', 'reason', 'revision', 'order', 'overwrite', 'project', 'port', 'json'],
  parse: (given: GivenOptions) => ({
    kind: 'deploy-push' as const,
    ...asked(given),
    targets: targetsOf(given),
    comment: given.required('reason', WHY),
    revision: numberOf(given, 'revision'),
    order: given.oneOf('order', ['one', 'canary', 'all'] as const) ?? 'one',
    overwrite: given.has('overwrite'),
  }),
} as const satisfies CommandSpec;

export const deployRollbackLine = {
  usage:
    'deploy rollback --target NAME --deployment N --reason TEXT [--devices A,B] [--project DIR | --port N] [--json]',
  doc: 'take a gateway back to one of its last deployments',
  options: ['target', 'deployment', 'reason', 'devices', 'project', 'port', 'json'],
  parse: (given: GivenOptions) => {
    given.required('deployment', 'Name one, as “deploy targets” lists them.');
    return {
      kind: 'deploy-rollback' as const,
      ...asked(given),
      target: targetsOf(given)[0]!,
      deployment: numberOf(given, 'deployment')!,
      comment: given.required('reason', WHY),
      devices: given.many('devices'),
    };
  },
} as const satisfies CommandSpec;

export const deployPackLine = {
  usage: 'deploy pack --target NAME --out FILE.nxp --reason TEXT [--revision N] [--project DIR | --port N]',
  doc: 'write the signed package for a gateway without a network',
  options: ['target', 'out', 'reason', 'revision', 'project', 'port'],
  parse: (given: GivenOptions) => ({
    kind: 'deploy-pack' as const,
    ...asked(given),
    target: targetsOf(given)[0]!,
    out: given.required('out', 'Name a new file that ends in .nxp.'),
    comment: given.required('reason', WHY),
    revision: numberOf(given, 'revision'),
  }),
} as const satisfies CommandSpec;

/** Asked of a workstation that runs. */
export type DeployCommand = ReturnType<
  (
    | typeof deployTargetsLine
    | typeof deployStatusLine
    | typeof deployAddLine
    | typeof deployPushLine
    | typeof deployRollbackLine
    | typeof deployPackLine
  )['parse']
>;
/** Done at the gateway itself. */
export type DeployHereCommand = ReturnType<(typeof deployPairLine | typeof deployApplyLine)['parse']>;
