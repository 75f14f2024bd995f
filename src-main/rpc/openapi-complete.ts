import { contract } from '../../src-shared/contract/contract.ts';
import type { Contract, Procedure } from '../../src-shared/contract/define.ts';
import { PERMISSIONS } from '../../src-shared/domain/access.ts';
import { exampleOf, type JsonSchema } from './openapi-example.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
  description?: string;
  example?: unknown;
}

interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema; example?: unknown }>> };
  responses: Record<string, unknown>;
  'x-permission'?: string;
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { responses?: Record<string, unknown>; readonly schemas: Readonly<Record<string, JsonSchema>> };
  tags?: readonly { readonly name: string }[];
}

/** What a call may be refused with; each is a response of its own below `components`. */
const REFUSALS = {
  400: ['Invalid', 'The request does not have the form of the contract; `detail` and `issues` name the place.'],
  401: ['Unauthenticated', 'There is no session or key, or it has ended.'],
  403: ['Forbidden', 'The roles or places of the caller do not allow it, or the page is of another site.'],
  404: ['NotFound', 'There is nothing under that name.'],
  409: ['Conflict', 'Somebody was faster, or the state of things does not allow it.'],
  413: ['TooLarge', 'The body is larger than this call takes.'],
  415: ['WrongForm', 'The body is not application/json.'],
  428: ['RevisionRequired', 'The change does not say in If-Match which revision it was made from.'],
  429: ['TooMany', 'Too many requests came from this address; `Retry-After` says when to go on.'],
  503: ['Unavailable', 'A part of the gateway, a device or a database does not answer now.'],
} as const;

interface Described {
  readonly shape?: Readonly<Record<string, Described>>;
  readonly def?: { readonly type?: string };
}
const isList = ({ def }: Described): boolean => def?.type === 'array';

/** Lists, and answers with one list in them, which the server itself gives in parts: see `limit` and `cursor`. */
export function isPaged({ rest, input, output }: Procedure): boolean {
  if (rest?.method !== 'GET' || 'limit' in ((input as Described).shape ?? {})) return false;
  const answer = output as Described;
  return isList(answer) || Object.values(answer.shape ?? {}).filter(isList).length === 1;
}

/** Adds to what the library makes of the contract all that a reader of OpenAPI asks for: names, refusals, examples. */
export function completeOpenApi(document: OpenApiDocument): void {
  document.components.responses = Object.fromEntries(
    Object.values(REFUSALS).map(([name, description]) => [
      name,
      {
        description,
        ...(name === 'TooMany' && {
          headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
        }),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
  const areas = new Set<string>();
  for (const [area, members] of Object.entries(contract as Contract))
    for (const [name, member] of Object.entries(members)) {
      const operation =
        member.kind === 'procedure' && member.rest
          ? document.paths[member.rest.path]?.[member.rest.method.toLowerCase()]
          : undefined;
      if (member.kind !== 'procedure' || !operation) continue;
      areas.add(area);
      operation.operationId = `${area}.${name}`;
      operation.tags = [area];
      operation.summary = member.doc.split(/(?<=[.;:]) /)[0]!.replace(/[.;:]$/, '');
      operation.description = `${member.doc}\n\nNeeds the permission \`${member.permission}\`: ${PERMISSIONS[member.permission].title}.`;
      operation['x-permission'] = member.permission;
      addParameters(operation, member);
      addExamples(operation, document);
      addRefusals(operation, member);
    }
  document.tags = [...areas].map((name) => ({ name }));
}

function addParameters(operation: Operation, member: Procedure): void {
  const parameters = (operation.parameters ??= []);
  const hasBase = 'base' in ((member.input as { readonly shape?: object }).shape ?? {});
  if (hasBase)
    parameters.push({
      name: 'If-Match',
      in: 'header',
      schema: { type: 'string', examples: ['"7"'] },
      description: 'The revision that the change was made from, as the ETag of an answer says it.',
    });
  if (!isPaged(member)) return;
  parameters.push(
    {
      name: 'limit',
      in: 'query',
      schema: { type: 'integer', minimum: 1, examples: [100] },
      description: 'Rows of a page; without it all of them. Where there are more, the header Link names the next page.',
    },
    { name: 'cursor', in: 'query', schema: { type: 'string' }, description: 'From the Link of the page before.' },
  );
}

function addExamples(operation: Operation, document: OpenApiDocument): void {
  const resolve = (ref: string): JsonSchema => document.components.schemas[ref.split('/').pop()!] ?? {};
  for (const parameter of operation.parameters ?? [])
    if (parameter.required || parameter.schema.examples)
      parameter.example = exampleOf(parameter.schema, parameter.name, resolve);
  for (const media of Object.values(operation.requestBody?.content ?? {}))
    media.example = exampleOf(media.schema, '', resolve);
}

function addRefusals(operation: Operation, { rest, input }: Procedure): void {
  const hasBody = operation.requestBody !== undefined;
  const isChange = rest!.method !== 'GET' && 'base' in ((input as { readonly shape?: object }).shape ?? {});
  const statuses: (keyof typeof REFUSALS)[] = [400, 401, 403];
  if (rest!.path.includes('{') || hasBody) statuses.push(404);
  if (rest!.method !== 'GET') statuses.push(409);
  if (hasBody) statuses.push(413, 415);
  if (isChange) statuses.push(428);
  for (const status of [...statuses, 429, 503] as const)
    operation.responses[status] = { $ref: `#/components/responses/${REFUSALS[status][0]}` };
}
