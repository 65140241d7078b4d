"""Madang on one machine: everything behind deploy/bin (environment, PostgreSQL, Valkey, processes).

Only `django_commands` imports Django; `bootstrap` and what it imports use the standard library only.
"""
