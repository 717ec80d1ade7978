"""Sealed files 版式文件与电子印章: SM2, certificates, layouts, OFD with a seal, PDF with a signature, and their checks.

A library: it knows no room, no database and no person. What it refuses it says in words (`seals.errors`).
"""
