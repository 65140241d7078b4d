"""Whoever opens whatever page of an institution with words of its own meets none of ours.

A share of the pages; WORDS=all opens each of them. The sentences themselves: tests/civic/wording/test_everywhere.py.
"""

import os
import re

from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context
from tests.doors.addresses import addresses
from tests.doors.leftovers import is_walked, leftovers, speak
from tests.doors.setting import INSTITUTION as URLS
from tests.doors.table import INSTITUTION
from tests.fixtures.visiting import knock

# Whoever may most first: there is most to read.
WHO = ("administrator", "moderator", "respondent", "citizen", "stranger")
EACH, OF = (1, 1) if os.environ.get("WORDS") == "all" else (1, 6)
# Of every room something, and the help in full.
ALWAYS = re.compile(r"^(?:portal:(?:home|guide|deeds|proposals|propose)|desk:home|api:(?:schema|processes))$")


def test_nobody_meets_a_usual_word_where_things_have_names_of_their_own(setting, standing):
    house = speak(standing.haneul)
    found, visitors = {}, {}
    for place, name in enumerate(sorted(filter(is_walked, addresses(URLS)))):
        if place % OF >= EACH and not ALWAYS.match(name):
            continue
        lets_in = INSTITUTION[name].visitors()
        who = next((one for one in WHO if lets_in[one] == 200), None)
        if who is None:
            continue
        visitor = visitors.get(who) or visitors.setdefault(who, knock(house, as_=setting.people[who]))
        answer = visitor.get(setting.address(name))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[name] = sorted(set(leftovers(body.decode(errors="replace"))))
    assert {name: left for name, left in found.items() if left} == {}
    assert len(found) > 60 and ALWAYS.match("api:schema")
    with institution_context(house):
        announce_pending()
        letters = OutboundMail.objects.order_by("pk").values_list("subject", "text", "html")
        assert [left for letter in letters for text in letter for left in leftovers(text)] == []
