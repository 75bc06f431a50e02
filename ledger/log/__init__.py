"""The log as bytes: canonical form, entries, Merkle tree, tiles, proofs, notes, verification.

Pure: no clock, file, database or network. Only the standard library and `cryptography`.
"""
