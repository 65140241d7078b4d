"""Madang on one machine: everything behind deploy/bin (environment, PostgreSQL, Valkey, processes).

Nothing here imports Django; `bootstrap` and what it imports use the standard library only.
"""
