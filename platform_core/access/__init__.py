"""Verdict, require(), Refused."""

from platform_core.access.verdict import YES, Refused, Verdict, first_no, no, require

__all__ = ["YES", "Refused", "Verdict", "first_no", "no", "require"]
