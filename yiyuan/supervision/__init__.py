"""Supervision 监督: the yearly assessment of departments from what the rooms recorded; frozen, stated on, confirmed.

Counts nothing from a signal nobody has confirmed. Serves Wuhu 26, Liyang 20, Jiaozuo 33, Anhui 42.
"""
