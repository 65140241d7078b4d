"""Numbers of four digits and more carry the separators of the reader's language, everywhere in one way: intcomma."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone, translation

from civic.notifications.letters import headline
from civic.proposals.models import Proposal, ProposalStat
from platform_core.text.fields import TextField
from platform_core.ui.templatetags.ui import file_size
from tests.civic.scenes import moderator, propose  # noqa: F401

ROOMS = ["billing", "civic", "platform_core", "tenants", "themes"]
# {% blocktranslate count name=… %} whose text prints {{ name }} itself: without separators.
COUNTED = re.compile(r"\{% blocktranslate count (\w+)=([^ %]+).*?%\}(.*?)\{% endblocktranslate %\}", re.S)
# Never four digits: errors of a form, days and years of a rule, ten recovery codes, seats and turns of a committee,
# rows of a sheet of paper, what a debate is prepared with, what is chosen by hand, minutes of a visit, one's passkeys,
# tables and migrations of a schema, rows of a table of orders, days before an erasure or until something goes.
SMALL = set(
    "count days left one.years days_letters_are_kept unused unused_codes|length item.again_at_most"
    " committee.again_at_most call.seats different|length agreed waiting wrong|length counts.parts counts.files"
    " counts.cards counts.notes quotes|length chosen|length chapter.points|length row.others cards|length"
    " given.minutes authenticators.webauthn|length said.tables|length counts.wrong row.figures.migrations_missing"
    " figures.migrations_missing abandoned wait_days row.days row.years".split()
)


class Letter(forms.Form):
    body = TextField(max_characters=10_000, min_characters=1_500)


def drawn(form: forms.Form) -> str:
    return Template("{% load ui %}{% field form.body %}").render(Context({"form": form}))


@pytest.mark.parametrize(("language", "limit"), [("ko", "10,000"), ("en", "10,000"), ("de", "10.000")])
def test_a_counter_says_its_limit_as_the_reader_writes_it(language, limit):
    with translation.override(language):
        page = drawn(Letter(initial={"body": "가" * 1_234}))
    assert limit in page and limit.replace("10", "1").replace("000", "234") in page
    # What the page's script reads stays a plain number.
    assert 'data-limit="10000"' in page


def test_what_is_too_long_or_too_short_names_both_numbers_with_separators():
    with translation.override("en"):
        long, short = Letter({"body": "가" * 10_500}), Letter({"body": "가" * 1_001})
        assert long.errors["body"] == ["Please shorten this to 10,000 characters. It has 10,500 now."]
        assert short.errors["body"] == ["Please write at least 1,500 characters. It has 1,001 now."]


def test_sizes_and_letters_carry_them_too():
    assert file_size(1023 * 1024) == "1,023 KB"
    with translation.override("en"):
        said = headline("answers", {"event": "proposals.threshold.crossed", "count": 5000})
    assert said.startswith("5,000 ")


def test_the_desk_counts_with_them(haneul, visit, moderator, propose):  # noqa: F811
    ending = propose("곧 끝나는 것", at=timezone.now() - timedelta(days=27))
    ProposalStat.objects.filter(proposal=ending).update(support_count=30)
    Proposal.objects.bulk_create(
        Proposal(**{field.attname: getattr(ending, field.attname) for field in Proposal._meta.concrete_fields
                    if field.attname not in ("id", "standing")}, standing="hidden")
        for _number in range(1_050)
    )  # fmt: skip
    page = visit(haneul, as_=moderator).get(reverse("desk:home")).content.decode()
    assert "1,050" in page and "1050" not in page


def test_no_sentence_prints_a_count_past_it():
    """`count counter=n with number=n|intcomma`: the bare number chooses between one and many, the other is read."""
    root = Path(settings.BASE_DIR)
    bare = [
        f"{file.relative_to(root)}: {name}={value}"
        for room in ROOMS
        for file in (root / room).rglob("*.html")
        for name, value, text in COUNTED.findall(file.read_text(encoding="utf-8"))
        if f"{{{{ {name} }}}}" in text and value not in SMALL
    ]
    assert bare == []
