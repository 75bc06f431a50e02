"""Content-addressed files: lines, traces, tables, documents."""
