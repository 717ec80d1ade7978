"""Each department's standing copy of its data: one table per resource, merged by key, versioned by views.

Owns the registry of pool tables, which stand outside Django's migrations. Knows batches by id only.
"""
