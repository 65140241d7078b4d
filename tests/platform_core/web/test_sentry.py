"""What leaves for Sentry opens no door and names nobody."""

from platform_core.web.sentry import scrub

TOKEN = "kq3V9b1Xz7LmT0pRw5Yc8NdF2sHgJ4aE6uQoIiKtBvM"  # noqa: S105


def test_an_invitation_does_not_leave_with_its_key(haneul):
    event = {"request": {"url": f"https://haneul.example/invitation/{TOKEN}/", "method": "GET"}}
    assert scrub(event, {})["request"]["url"] == "https://haneul.example/invitation/[key]/"


def test_an_ordinary_address_is_kept(haneul):
    event = {"request": {"url": "https://haneul.example/proposals/17/comments/"}}
    assert scrub(event, {})["request"]["url"] == "https://haneul.example/proposals/17/comments/"


def test_the_words_of_a_command_stay_here(haneul):
    event = {"extra": {"sys.argv": ["manage.py", "make_operator", "kim@example.org"]}}
    assert "sys.argv" not in scrub(event, {})["extra"]
