"""Findings, said briefly."""

from civic.processes.linting.findings import Finding, Level


def error(code: str, path: str, sentence: str, what_next: str) -> Finding:
    return Finding(Level.ERROR, code, path, sentence, what_next)


def warning(code: str, path: str, sentence: str, what_next: str) -> Finding:
    return Finding(Level.WARNING, code, path, sentence, what_next)


def hint(code: str, path: str, sentence: str, what_next: str) -> Finding:
    return Finding(Level.HINT, code, path, sentence, what_next)
