"""Writes of collection, by noun."""
