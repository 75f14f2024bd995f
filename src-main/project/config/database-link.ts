import { z } from 'zod';
import { secretReference } from '../../../src-shared/domain/secret-reference.ts';
import { DatabaseUrl } from '../check/database-url.ts';

/** How a PostgreSQL is reached: the keys that every section with a database begins with. @param variable of the password. */
export function databaseLink(example: string, variable: string) {
  return {
    url: DatabaseUrl.meta({
      title: 'Address',
      description: 'With sslmode=require, verify-ca or verify-full at its end the connection is encrypted.',
      examples: [
        `postgres://nexus@10.0.0.9:5432/${example}`,
        `postgres://nexus@db.acme.example/${example}?sslmode=verify-full`,
      ],
      restart: true,
    }),
    password: secretReference(variable).optional().meta({
      title: 'Password',
      description: 'Where it is found; it never stands in the project.',
      restart: true,
    }),
    tls: z
      .strictObject({
        ca: z
          .string()
          .optional()
          .meta({ title: 'CA file', description: 'PEM; the certificate of the server is checked.' }),
        cert: z.string().optional().meta({ title: 'Client certificate', description: 'PEM, for mutual TLS.' }),
        key: z.string().optional().meta({ title: 'Client key', description: 'PEM, for mutual TLS.' }),
      })
      .optional()
      .meta({ title: 'TLS', restart: true }),
  };
}
