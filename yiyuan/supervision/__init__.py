"""Supervision 监督: the yearly assessment of departments and regions below from what the rooms recorded.

Figures are frozen, stated on, confirmed, exported to be recomputed. Joint checks, yearly reports, inspections, the
leaders' board. Counts nothing from a signal nobody has confirmed. Serves Wuhu 5, 14, 25, 26, Liyang 20, 23, Jiaozuo 9,
33, Anhui 42.
"""
