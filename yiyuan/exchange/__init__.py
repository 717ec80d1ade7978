"""Delivery under a grant: the JSON gateway, files, look-ups at the window; one record per answer, committed first.

Serves the articles on use by purpose and on traceable use. Never decides who may have what: that is sharing's.
"""
