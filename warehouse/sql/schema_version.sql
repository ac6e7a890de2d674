CREATE TABLE IF NOT EXISTS schema_version (version INTEGER, applied_at TIMESTAMP);
COMMENT ON TABLE schema_version IS 'Which migrations this file has been through.';
COMMENT ON COLUMN schema_version.version IS 'The number of the migration.';
COMMENT ON COLUMN schema_version.applied_at IS 'When it was applied, UTC.';
