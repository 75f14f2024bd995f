import { z } from 'zod';
import type { DriverView } from '../../../src-shared/contract/drivers.ts';
import { Device } from '../../../src-shared/domain/device.ts';
import { Tag } from '../../../src-shared/domain/tag.ts';
import type { DriverManifest } from '../../drivers/driver.ts';

type JsonSchema = Record<string, unknown>;

/** The protocols as forms need them. */
export interface FormSchemas {
  readonly drivers: DriverView[];
  /** Of a device's file, `tags` and `connection` included. */
  readonly device: JsonSchema;
  readonly tag: JsonSchema;
}

/** Manifests and schemas are constants: what is made of them once holds for the life of the engine. */
export function formSchemas(manifests: readonly DriverManifest[]): FormSchemas {
  return { drivers: manifests.map(driverView), device: jsonSchema(Device), tag: jsonSchema(Tag) };
}

function driverView(manifest: DriverManifest): DriverView {
  const { id, title, dataTypes, capabilities, addressExamples } = manifest;
  return {
    id,
    title,
    connection: jsonSchema(manifest.connection),
    dataTypes: [...dataTypes],
    capabilities: [...capabilities],
    addressExamples: [...addressExamples],
    offersConnections: manifest.offers !== undefined,
    suggestsValues: manifest.suggest !== undefined,
    detectsValues: manifest.detect !== undefined,
    addressStep: manifest.shift?.step ?? null,
    hasExpressions: manifest.expressions !== undefined,
    scans: (manifest.scans ?? []).map(({ options, columns, id, title, description, makes }) => ({
      ...{ id, title, description, makes },
      columns: [...columns],
      options: jsonSchema(options),
    })),
    views: (manifest.views ?? []).map((view) => ({ ...view })),
    keepsCertificates: manifest.certificates !== undefined,
  };
}

/**
 * What may be written, not what is made of it: a duration is the text `500ms`, a key with a default may be left out.
 * Metadata of a field stands beside its type; properties keep the order of the schema, which is that of the form.
 */
function jsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...form } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return form as JsonSchema;
}
