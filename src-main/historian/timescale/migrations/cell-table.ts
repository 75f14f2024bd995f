/** SQL: a table of cells. */
export const cellTable = (name: string): string => `CREATE TABLE ${name} (
  time timestamptz NOT NULL, tag_id int NOT NULL, epoch int NOT NULL, min float8, max float8, sum float8 NOT NULL,
  count bigint NOT NULL, bad bigint NOT NULL, first float8, last float8, first_time timestamptz,
  last_time timestamptz,
  PRIMARY KEY (tag_id, time, epoch))`;
