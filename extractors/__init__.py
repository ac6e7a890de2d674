"""Bytes and text in, records out: knows neither Prefect nor DuckDB."""
