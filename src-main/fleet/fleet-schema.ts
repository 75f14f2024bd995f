import type { ClientBase } from 'pg';

/**
 * The tables of a fleet. A row of `devices` is one device in the form of its file; its version is given by the database,
 * whoever writes, psql too, and every change is told on a channel of the schema's name. Versions rise in the order of
 * commits, because writers wait for each other: whoever has read up to one has missed none before it.
 *
 * @param schema the quoted name. @param name the same without quotes.
 */
export const fleetTables = (schema: string, name: string): string => `
CREATE SCHEMA IF NOT EXISTS ${schema};
CREATE SEQUENCE IF NOT EXISTS ${schema}.version;
CREATE TABLE IF NOT EXISTS ${schema}.devices (
  id text PRIMARY KEY,
  instance text,
  protocol text NOT NULL,
  uns_prefix text NOT NULL,
  host text NOT NULL DEFAULT '',
  form json NOT NULL,
  removed boolean NOT NULL DEFAULT false,
  version bigint NOT NULL DEFAULT 0,
  changed_by text NOT NULL DEFAULT current_user,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS devices_version ON ${schema}.devices (version);
CREATE TABLE IF NOT EXISTS ${schema}.instances (
  name text PRIMARY KEY,
  version text NOT NULL,
  revision integer NOT NULL,
  devices integer NOT NULL,
  tags integer NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE OR REPLACE VIEW ${schema}.device_tags AS
  SELECT d.id AS device_id, t ->> 'id' AS tag_id, t ->> 'uid' AS uid, t ->> 'name' AS name, t ->> 'address' AS address,
         t ->> 'data_type' AS data_type, t ->> 'unit' AS unit, d.instance
  FROM ${schema}.devices d, json_array_elements(COALESCE(d.form -> 'tags', '[]'::json)) t
  WHERE NOT d.removed;
CREATE OR REPLACE FUNCTION ${schema}.number_device() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(${literal(`${name}.devices`)}));
  NEW.version := nextval(${literal(`${schema}.version`)});
  NEW.changed_at := now();
  NEW.protocol := COALESCE(NEW.form ->> 'protocol', '');
  NEW.uns_prefix := COALESCE(NEW.form ->> 'uns_prefix', '');
  NEW.host := COALESCE(NEW.form -> 'connection' ->> 'host', '');
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION ${schema}.tell_device() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(${literal(name)}, NEW.id);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER number_device BEFORE INSERT OR UPDATE ON ${schema}.devices
  FOR EACH ROW EXECUTE FUNCTION ${schema}.number_device();
CREATE OR REPLACE TRIGGER tell_device AFTER INSERT OR UPDATE ON ${schema}.devices
  FOR EACH ROW EXECUTE FUNCTION ${schema}.tell_device();
`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Makes what is missing, in one transaction; gateways that start at once wait for each other. */
export async function makeFleetTables(client: ClientBase, schema: string, name: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`${name} schema`]);
    await client.query(fleetTables(schema, name));
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
