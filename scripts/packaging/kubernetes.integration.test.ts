import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkServiceSettings } from './check-service-settings.ts';
import { canRenderKustomize, type KubernetesObject, renderKustomize } from './render-kustomize.ts';

const FOLDER = resolve(import.meta.dirname, '../../resources/deploy/kubernetes');
const overlay = (name: string): string => join(FOLDER, 'overlays', name);

const Probe = z.looseObject({ periodSeconds: z.number() });
const Amounts = z.looseObject({ cpu: z.string(), memory: z.string() });
/** What every container here must say. */
const Container = z.looseObject({
  image: z.string().regex(/^[\w./-]+:(?!latest$)\d[\w.-]*$/),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })).default([]),
  resources: z.object({ requests: Amounts, limits: Amounts }),
  startupProbe: Probe,
  livenessProbe: Probe,
  readinessProbe: Probe,
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.looseObject({ name: z.string() })),
});
const Volume = z.looseObject({
  name: z.string(),
  configMap: z.object({ name: z.string() }).optional(),
  secret: z.looseObject({ secretName: z.string() }).optional(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
});
const Workload = z.looseObject({
  kind: z.enum(['Deployment', 'StatefulSet']),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    replicas: z.number().optional(),
    strategy: z.looseObject({ type: z.string().optional() }).optional(),
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) })).default([]),
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        serviceAccountName: z.string(),
        automountServiceAccountToken: z.literal(false),
        securityContext: z.looseObject({
          runAsNonRoot: z.literal(true),
          runAsUser: z.number().min(1),
          seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
        }),
        containers: z.array(Container).min(1),
        volumes: z.array(Volume).default([]),
      }),
    }),
  }),
});
type Workload = z.infer<typeof Workload>;

const named = (objects: readonly KubernetesObject[], kind: string): readonly string[] =>
  objects.filter((object) => object.kind === kind).map((object) => object.metadata.name);
const workloads = (objects: readonly KubernetesObject[]): readonly Workload[] =>
  objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet').map((object) => Workload.parse(object));
const dataOf = (objects: readonly KubernetesObject[], name: string): Readonly<Record<string, string>> => {
  const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  return z.looseObject({ data: z.record(z.string(), z.string()) }).parse(found).data;
};

/** The fault by the schema of Kubernetes. */
async function faultOf(object: KubernetesObject): Promise<string | undefined> {
  const schemas = `kubernetes-models/${object.apiVersion}`;
  const models = (await import(/* @vite-ignore */ schemas)) as Record<
    string,
    new (
      object: KubernetesObject,
    ) => { validate(): void }
  >;
  try {
    // kustomize folds long values of secrets, which Kubernetes takes and the schema does not.
    const unfolded = JSON.parse(JSON.stringify(object), (_key, value: unknown) =>
      object.kind === 'Secret' && typeof value === 'string' ? value.replaceAll('\n', '') : value,
    ) as KubernetesObject;
    new models[object.kind]!(unfolded).validate();
    return undefined;
  } catch (error) {
    return `${object.kind} ${object.metadata.name}: ${String(error)}`;
  }
}

const faultsOf = async (objects: readonly KubernetesObject[]): Promise<readonly (string | undefined)[]> =>
  (await Promise.all(objects.map(faultOf))).filter((fault) => fault !== undefined);

// In CI the program is there (scripts/peers.ts), so that nothing is passed over.
describe.skipIf(!canRenderKustomize(overlay('prod')))('the files for Kubernetes', () => {
  it.each(['dev', 'prod'])('are sound by the schemas of Kubernetes in the overlay %s', async (name) => {
    const objects = renderKustomize(overlay(name));
    expect(objects.length).toBeGreaterThan(25);
    expect(await faultsOf(objects)).toEqual([]);
    const outside = objects.filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== 'nexus');
    expect(outside).toEqual([]);
  });

  it('have a schema that refuses what is wrong', async () => {
    const [gateway] = renderKustomize(overlay('dev')).filter(({ kind }) => kind === 'Deployment');
    expect(await faultOf({ ...gateway!, spec: { replicas: 'two' } } as KubernetesObject)).toMatch(/replicas/);
  });

  it.each(['dev', 'prod'])(
    'limit, watch and confine every container, and refer to nothing that is not there: %s',
    (name) => {
      const objects = renderKustomize(overlay(name));
      const found = workloads(objects);
      expect(found.length).toBeGreaterThanOrEqual(4);
      const claims = named(objects, 'PersistentVolumeClaim');
      for (const { metadata, spec } of found) {
        const { template, volumeClaimTemplates } = spec;
        expect(named(objects, 'ServiceAccount')).toContain(template.spec.serviceAccountName);
        const volumes = [...template.spec.volumes, ...volumeClaimTemplates.map((claim) => claim.metadata)];
        for (const container of template.spec.containers) {
          expect(volumes.map((volume) => volume.name)).toEqual(
            expect.arrayContaining(container.volumeMounts.map((mount) => mount.name)),
          );
          for (const { configMapRef } of container.envFrom)
            expect(named(objects, 'ConfigMap')).toContain(configMapRef.name);
        }
        for (const { configMap, secret, persistentVolumeClaim } of template.spec.volumes) {
          if (configMap) expect(named(objects, 'ConfigMap')).toContain(configMap.name);
          if (persistentVolumeClaim) expect(claims, metadata.name).toContain(persistentVolumeClaim.claimName);
          // In production a person makes them beforehand.
          if (secret && name === 'dev') expect(named(objects, 'Secret')).toContain(secret.secretName);
        }
      }
    },
  );

  it('hold no secret for production', () => {
    expect(named(renderKustomize(overlay('prod')), 'Secret')).toEqual([]);
  });

  it('are as large as the infrastructure wants them', () => {
    const objects = renderKustomize(overlay('prod'));
    const scaler = objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(scaler).toMatchObject({ spec: { minReplicas: 2, maxReplicas: 10, scaleTargetRef: { kind: 'Deployment' } } });
    const targets = JSON.stringify(scaler).match(/"averageUtilization":\d+/g);
    expect(targets).toEqual(['"averageUtilization":70', '"averageUtilization":80']);
    const sizes = workloads(objects).map(({ kind, metadata, spec }) => [kind, metadata.name, spec.replicas]);
    expect(sizes).toEqual([
      ['Deployment', 'gateway-a', 1],
      ['Deployment', 'gateway-b', 1],
      ['Deployment', 'ingestion', undefined],
      ['StatefulSet', 'emqx', 3],
      ['StatefulSet', 'timescaledb', 1],
    ]);
    expect(named(objects, 'PodDisruptionBudget').toSorted()).toEqual(['emqx', 'gateway', 'ingestion', 'timescaledb']);
    expect(named(objects, 'ResourceQuota')).toEqual(['nexus']);
  });

  it('never run two gateways on the devices of a partition', () => {
    const gateways = workloads(renderKustomize(overlay('prod'))).filter(({ metadata }) =>
      /^gateway/.test(metadata.name),
    );
    expect(gateways.map(({ spec }) => [spec.replicas, spec.strategy?.type])).toEqual([
      [1, 'Recreate'],
      [1, 'Recreate'],
    ]);
    const claims = gateways.map(({ spec }) =>
      spec.template.spec.volumes.find((volume) => volume.persistentVolumeClaim),
    );
    expect(new Set(claims.map((claim) => claim!.persistentVolumeClaim!.claimName)).size).toBe(2);
  });

  it('deny all traffic but what is named, for every workload', () => {
    const objects = renderKustomize(overlay('prod'));
    const policies = objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map((object) => z.looseObject({ spec: z.looseObject({ podSelector: z.looseObject({}) }) }).parse(object));
    expect(policies[0]).toBeDefined();
    const denying = objects.find(({ metadata }) => metadata.name === 'default-deny');
    expect(denying).toMatchObject({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
    expect(denying).not.toHaveProperty('spec.ingress');
    expect(denying).not.toHaveProperty('spec.egress');
    const selected = policies.map(({ spec }) => JSON.stringify(spec.podSelector));
    for (const { spec } of workloads(objects)) {
      const name = spec.template.metadata.labels['app.kubernetes.io/name'];
      expect(selected).toContain(JSON.stringify({ matchLabels: { 'app.kubernetes.io/name': name } }));
    }
  });

  it.each(['dev', 'prod'])('say settings and devices that the service takes: %s', (name) => {
    const objects = renderKustomize(overlay(name));
    for (const { metadata, spec } of workloads(objects)) {
      const [container] = spec.template.spec.containers;
      if (!/nexus-edge:/.test(container!.image)) continue;
      const settings = container!.envFrom.map(({ configMapRef }) => dataOf(objects, configMapRef.name));
      const devices = spec.template.spec.volumes.find(({ configMap }) => configMap)?.configMap?.name;
      const config = devices === undefined ? {} : dataOf(objects, devices);
      const { ok, output } = checkServiceSettings(Object.assign({}, ...settings), config);
      expect(ok, `${metadata.name}: ${output}`).toBe(true);
      expect(output).toMatch(devices === undefined ? /0 devices/ : /1 device/);
    }
  });

  it('keep ingestion on volumes with the component for that', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nexus-kustomize-'));
    try {
      const path = (to: string): string => relative(folder, join(FOLDER, to));
      writeFileSync(
        join(folder, 'kustomization.yaml'),
        `resources: [${path('overlays/prod')}]\ncomponents: [${path('components/ingestion-on-disk')}]\n`,
      );
      const objects = renderKustomize(folder);
      expect(await faultsOf(objects)).toEqual([]);
      const ingestion = workloads(objects).find(({ metadata }) => metadata.name === 'ingestion')!;
      expect([ingestion.kind, ingestion.spec.volumeClaimTemplates]).toMatchObject([
        'StatefulSet',
        [{ metadata: { name: 'data' } }],
      ]);
      expect(ingestion.spec.template.spec.volumes.map((volume) => volume.name)).toEqual(['tmp', 'secrets']);
      expect(objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler')).toMatchObject({
        spec: { scaleTargetRef: { kind: 'StatefulSet' } },
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
