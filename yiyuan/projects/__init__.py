"""IT projects 政务信息化项目: which systems a project built, when it was accepted, and how far its resources are shared
in each year after that. A year is measured once and kept.

Not here: describing the systems and their entries (catalog), granting (sharing), handing data over (exchange).
Serves Jiaozuo, projects, 27.3.
"""
