"""How a visitor wants to read is remembered without an account, here and not next door."""

import pytest

WISHES = [("motion", "less", 'data-motion="less"'), ("words", "plain", 'data-words="plain"'), ("size", "larger", 'data-size="larger"'), ("mode", "contrast", 'data-mode="contrast"')]  # fmt: skip


@pytest.mark.parametrize(("name", "wish", "mark"), WISHES)
def test_a_wish_is_kept_on_this_host_only(haneul, visit, name, wish, mark):
    visitor = visit(haneul)
    assert mark not in visitor.get("/").content.decode()
    answer = visitor.post("/display/", {name: wish, "next": "/"})
    cookie = visitor.cookies[f"madang_{name}"]
    assert answer.status_code == 302 and cookie["domain"] == "" and cookie["httponly"]
    page = visitor.get("/").content.decode()
    assert mark in page and f'name="{name}" value="{wish}" aria-pressed="true"' in page
    assert mark not in visit(haneul).get("/").content.decode()


def test_a_made_up_wish_changes_nothing(haneul, visit):
    visitor = visit(haneul)
    visitor.post("/display/", {"words": "<b>", "motion": "more"})
    assert "madang_words" not in visitor.cookies and "madang_motion" not in visitor.cookies
