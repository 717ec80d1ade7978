-- Purpose: what a unit gave is never changed, whoever tries; a version goes only with its record.
-- Cost:    one check for an update, which nothing of ours makes.
CREATE FUNCTION credit_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a credit record is never changed';
END $$;
CREATE TRIGGER credit_version_stands BEFORE UPDATE ON credit_recordversion
    FOR EACH ROW EXECUTE FUNCTION credit_version_stands();
