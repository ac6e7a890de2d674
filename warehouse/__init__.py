"""The DuckDB warehouse: records in, rows and published files out."""
