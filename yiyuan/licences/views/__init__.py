"""Doors of licences, by noun."""
