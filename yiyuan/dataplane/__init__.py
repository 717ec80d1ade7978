"""Bulk rows in and out: read files, check rows, stage, merge, mask, export, seal. Tables and columns, no business.

Nothing here opens a transaction or a connection; the caller does, and commits counts together with rows.
"""
