"""The offline auditor: everything that can be checked with a bundle and no server.

Only the standard library, `cryptography`, `contracts`, `ledger.log`, and modules of slices that
import nothing else: it has to run on a bare Python.
"""
