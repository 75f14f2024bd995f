/** The yardstick's own table: columns, key and chunks as those of the historian, and nothing beside it. */
export const BARE_TABLE = `CREATE TABLE samples (
    time timestamptz NOT NULL, tag_id int NOT NULL, epoch int NOT NULL, value float8, value_str text,
    quality int NOT NULL, flags smallint NOT NULL, PRIMARY KEY (tag_id, time, epoch));
  DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb') THEN
      CREATE EXTENSION IF NOT EXISTS timescaledb;
      PERFORM create_hypertable('samples', 'time', chunk_time_interval => interval '1 day',
        create_default_indexes => false);
    END IF;
  END $$`;
