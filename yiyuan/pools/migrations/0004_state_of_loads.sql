-- Purpose: the state of a pool: which batch last changed its rows, and how many batches were taken back since it began. The
--          gateway tells by it that the pages of a sequence are no longer of one state.
-- Cost:    the withdrawn loads of one table, by its index on the table.
-- Run by the migration of the same name. A change is the next file with the next migration.
CREATE OR REPLACE VIEW published.loads AS
    SELECT v.name, t.last_batch_id AS batch_id,
           concat(t.last_batch_id, '-', (SELECT count(*) FROM control.pools_load l
                                          WHERE l.table_id = t.id AND l.withdrawn_at IS NOT NULL)) AS state
      FROM control.pools_publishedview v JOIN control.pools_pooltable t ON t.id = v.table_id;
