"""Rechecks 校核: data somebody doubts, checked by its provider at the source, answered within the region's term.

Does not change data: a correction is a new batch of the provider. Serves Anhui 26, Wuhu 16, Liyang 19, Jiaozuo 14.
"""
