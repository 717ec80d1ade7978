"""The record: one row per act, written in the act's own transaction, sealed by a signed Merkle tree.

Owns entries, seals, checkpoints. Written by every room, rewritten by none. Holds no personal content: a data subject
appears as a keyed hash only. Stores the actor as a value, so it needs to know nobody.
"""
