"""DuckDB on two threads: `native.py QUERY CSV-FILE`, the query on standard input."""

import sys

import duckdb

database = duckdb.connect(config={"threads": 2})
database.execute(f"copy ({sys.stdin.read()}) to '{sys.argv[1]}' (format csv, quote '', escape '', delimiter e'\\x01', header false)")
