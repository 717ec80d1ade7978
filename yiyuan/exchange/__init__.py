"""Delivery under a grant: the JSON gateway, files, one record per answer. Never decides who may have what (sharing)."""
