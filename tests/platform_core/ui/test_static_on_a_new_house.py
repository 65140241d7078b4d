"""A new house brings its database to head and fills it before its static files are collected."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("billing", "civic", "platform_core", "tenants", "themes")
LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def test_no_module_asks_for_the_address_of_a_static_file_while_it_is_imported():
    """It would be looked for in a list that is not written yet: the first start of the demo would end there."""
    early = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
        if "static(" in (source := file.read_text(encoding="utf-8"))
        for call in called_at_once(ast.parse(source))
        if isinstance(call.func, ast.Name) and call.func.id == "static"
    ]
    assert early == []


def called_at_once(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that run when the module is imported, not when somebody calls one of its functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, LATER):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from called_at_once(child)


def test_a_call_in_a_module_is_told_from_one_in_a_function():
    source = "A = static('a.css')\ndef later():\n    return static('b.css')\nclass C:\n    b = (static('c.css'),)\n"
    assert [call.lineno for call in called_at_once(ast.parse(source))] == [1, 5]
