"""Licences made in bulk 批量制证 from what departments have, and kept in step with it: rows of a pool, scans of paper
licences, events of an issuer's own system, its list of valid licences held against the library.

Not here: one licence with its audit, issue and seal (licences). Making never issues. Serves Wuhu's licence measures of
2020 and 2016 (draft).
"""
