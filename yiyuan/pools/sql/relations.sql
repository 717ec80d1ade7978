-- Purpose: every table of a pool and every published view as the database has it, with its owner.
-- Cost:    the system catalog only.
select n.nspname || '.' || c.relname, c.relkind, pg_get_userbyid(c.relowner)
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where (n.nspname like 'pool\_%' and c.relkind in ('r', 'p') and not c.relispartition)
    or (n.nspname = 'published' and c.relkind = 'v' and c.relname ~ '^r[0-9]+_v[0-9]+$')
