"""A released playlist as bytes: what a player, a person or a memory stick can take away.

Everything here is a pure function of plain values, on the standard library alone. Files are
named by the SHA-256 of their bytes and read through a function the caller passes in.
"""
