import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../src-shared/contract/contract.ts';
import type { Contract } from '../../src-shared/contract/define.ts';
import { silentLogger } from '../kernel/logger.ts';
import { openGate } from '../testing/open-gate.ts';
import { openApiDocument } from './openapi.ts';
import type { OpenApiDocument } from './openapi-complete.ts';
import { orpcRouter } from './orpc-router.ts';

interface Node {
  readonly [key: string]: unknown;
}
let document: OpenApiDocument & { readonly openapi: string; readonly info: Node; readonly security: readonly Node[] };

beforeAll(async () => {
  const handlers = new Proxy({}, { get: () => new Proxy({}, { get: () => () => ({}) }) });
  const router = orpcRouter(contract, handlers as never, silentLogger, openGate);
  document = (await openApiDocument(router, '1.2.3')) as unknown as typeof document;
});

const members = Object.entries(contract as Contract).flatMap(([area, all]) =>
  Object.entries(all).flatMap(([name, member]) =>
    member.kind === 'procedure' && member.rest ? [{ id: `${area}.${name}`, ...member.rest, member }] : [],
  ),
);
const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
/** Every object of the document, with where it is. */
function* nodes(value: unknown, at = '#'): Generator<readonly [string, Node]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [at, value as Node];
  for (const [key, child] of Object.entries(value))
    yield* nodes(child, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
const at = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, key) => (value as Node | undefined)?.[key], document);

describe('the OpenAPI description', () => {
  it('is of version 3.1, with a title and a version', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: '1.2.3' });
  });

  it('holds every call of the contract that has a path, once, by its name', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids)).toEqual(new Set(members.map(({ id }) => id)));
  });

  it('declares the parameters of every path, and none twice', () => {
    for (const { path, method, parameters = [] } of operations()) {
      const where = `${method} ${path}`;
      const inPath = parameters.filter((one) => one.in === 'path');
      expect(new Set(inPath.map(({ name }) => name)), where).toEqual(
        new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)),
      );
      for (const one of inPath) expect(one.required, where).toBe(true);
      expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size, where).toBe(parameters.length);
      for (const one of parameters) expect(one.schema, where).toBeTypeOf('object');
    }
  });

  it('leads every reference to something', () => {
    let found = 0;
    for (const [where, node] of nodes(document)) {
      if (typeof node['$ref'] !== 'string') continue;
      found++;
      expect(at(node['$ref']), `${where} to ${node['$ref']}`).toBeTypeOf('object');
    }
    expect(found).toBeGreaterThan(members.length);
  });

  it('has tags, a summary, a security scheme and refusals for every call', () => {
    const tags = new Set(document.tags?.map(({ name }) => name));
    const schemes = (document.components as unknown as { securitySchemes: Node }).securitySchemes;
    for (const scheme of document.security.flatMap((one) => Object.keys(one))) expect(schemes).toHaveProperty(scheme);
    for (const { operationId, summary, description, responses, tags: own = [] } of operations()) {
      expect(summary, operationId).toMatch(/^.{3,160}$/s);
      expect(description, operationId).toContain('Needs the permission');
      expect(own.every((tag) => tags.has(tag)) && own.length === 1, operationId).toBe(true);
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['400', '401', '403', '429', '503']));
      for (const [status, response] of Object.entries(responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(Object.keys(response as object).some((key) => key === 'description' || key === '$ref')).toBe(true);
      }
    }
  });

  it('asks for a revision where one is needed', () => {
    for (const { operationId, method, path, parameters = [], responses } of operations())
      if (/^config\.(change|replace|remove)/.test(operationId!)) {
        expect(
          parameters.map(({ name }) => name),
          `${method} ${path}`,
        ).toContain('If-Match');
        expect(responses).toHaveProperty('428');
        expect(responses).toHaveProperty('409');
      }
  });

  it('uses the words of JSON Schema 2020-12 only, with types that there are', () => {
    const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
    for (const [where, node] of nodes(document)) {
      if (!/schema|\/schemas\//.test(where) || typeof node['type'] !== 'string') continue;
      if (/\/(?:properties|example|examples|default|securitySchemes|enum|const)(?:\/\w+)?$/.test(where)) continue;
      expect(types.has(node['type']), `${where}: ${node['type']}`).toBe(true);
      expect(node, where).not.toHaveProperty('nullable');
      if (node['type'] === 'array' && !('prefixItems' in node)) expect(node, where).toHaveProperty('items');
    }
  });

  it('gives examples that their own schema takes', () => {
    const misfits: string[] = [];
    let seen = 0;
    for (const { operationId, requestBody, parameters = [] } of operations()) {
      const schemas = [...Object.values(requestBody?.content ?? {}), ...parameters.filter((one) => 'example' in one)];
      for (const { schema, example } of schemas) {
        const check = z.fromJSONSchema({ ...schema, $defs: document.components.schemas } as never);
        const result = check.safeParse(example);
        if (!result.success)
          misfits.push(
            `${operationId}: ${JSON.stringify(example)} ${result.error.issues[0]?.path.join('.')} ${result.error.issues[0]?.message}`,
          );
        seen++;
      }
    }
    expect(misfits).toEqual([]);
    expect(seen).toBeGreaterThan(200);
  });

  it('has the lists of the specification, in pages', () => {
    const paths = [
      '/devices',
      '/devices/{device}/tags',
      '/devices/{device}/values',
      '/values',
      '/revisions',
      '/jobs',
      '/users',
    ];
    for (const path of paths) {
      const names = (document.paths[path]!['get']!.parameters ?? []).map(({ name }) => name);
      expect(names, path).toContain('limit');
    }
    for (const [path, methods] of [
      ['/devices', 'get post'],
      ['/devices/{device}', 'get put patch delete'],
      ['/devices/{device}/tags', 'get post'],
      ['/devices/{device}/tags/{tag}', 'get put patch delete'],
      ['/writes', 'post'],
      ['/history', 'get'],
    ] as const)
      expect(Object.keys(document.paths[path]!)).toEqual(expect.arrayContaining(methods.split(' ')));
  });
});
