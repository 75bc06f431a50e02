"""Witnesses: asking them for cosignatures, and being one."""
