"""Databases of departments that the platform reads: where they are, which table brings which resource, each reading."""
