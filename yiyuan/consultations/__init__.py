"""Consultation of drafts: a draft with its basis column, opinions of the departments with reasons, what became of each.

Where the notice says so, and only there, silence counts as no objection; nothing else in the product counts silence.
"""
