"""The embedded database: makes, starts and stops a PostgreSQL server of our own, and the roles every server needs.

Knows binaries, folders, ports and roles; knows no table. A user's own server replaces it by a connection address.
"""
