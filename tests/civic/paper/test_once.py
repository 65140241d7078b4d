"""One person is one support, however they come: compared with a model so simple that nobody can get it wrong."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from civic.journeys.paper_sheets import cancel_deed
from civic.journeys.support import give_support, withdraw_support
from civic.paper.folding import fold, unfold
from civic.paper.models import ContactKey, Folding, OfflinePerson, PaperDeed
from civic.paper.queries import supports_on_paper
from civic.proposals.counting import exact_count, find_differences, roll_up_deltas
from civic.proposals.models import Proposal, Support
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tests.civic.paper.conftest import LEE, somebody

PEOPLE = range(3)


class Model:
    """Of each person: what of the paper stands, whether they said so online, whether the two are known to be one."""

    def __init__(self):
        self.paper = dict.fromkeys(PEOPLE, False)
        self.online = dict.fromkeys(PEOPLE, False)
        self.one = dict.fromkeys(PEOPLE, False)

    def count(self):
        return sum(
            (self.paper[who] or self.online[who]) if self.one[who] else self.paper[who] + self.online[who]
            for who in PEOPLE
        )


def machine(item, signs, make_citizen):
    class Participation(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            Support.objects.filter(proposal=item).delete()
            PaperDeed.objects.all().delete()
            ContactKey.objects.all().delete()
            roll_up_deltas(at=timezone.now())
            item.stat.__class__.objects.filter(proposal=item).update(support_count=0)
            self.model = Model()
            self.accounts = [make_citizen(f"시민{who}") for who in PEOPLE]
            self.deeds = {who: [] for who in PEOPLE}

        def written(self, who):
            return {"name": f"사람{who}", "contact": f"010-1111-000{who}"}

        @rule(who=st.sampled_from(PEOPLE))
        def signs_on_paper(self, who):
            deed = signs(item, self.written(who))
            self.deeds[who].append(deed)
            here = self.model
            if here.one[who] and here.online[who]:
                assert deed.given_at is None
            elif deed.given_at is not None:
                here.paper[who] = True

        @rule(who=st.sampled_from(PEOPLE))
        def supports_online(self, who):
            new = give_support(proposal=item, citizen=self.accounts[who])
            if self.model.one[who] and self.model.paper[who]:
                assert not new
            else:
                self.model.online[who] = True

        @rule(who=st.sampled_from(PEOPLE))
        def takes_it_back_online(self, who):
            withdraw_support(proposal=item, citizen=self.accounts[who])
            self.model.online[who] = False
            if self.model.one[who]:
                self.model.paper[who] = False

        @rule(who=st.sampled_from(PEOPLE))
        def turns_out_to_have_an_account(self, who):
            row = ContactKey.objects.filter(user__paper_deeds__in=self.deeds[who]).first()
            if row is None or self.model.one[who]:
                return
            fold(stand_in=row.user, account=self.accounts[who], by=None, at=timezone.now())
            self.model.one[who] = True
            if self.model.online[who]:
                self.model.paper[who] = False

        @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 3))
        def an_entry_is_cancelled(self, who, which):
            if not self.deeds[who]:
                return
            deed = self.deeds[who].pop(which % len(self.deeds[who]))
            cancel_deed(deed=deed, reason="잘못 적음", by=deed.entered_by, at=timezone.now())
            stands = PaperDeed.objects.filter(pk__in=[d.pk for d in self.deeds[who]], cancelled_at=None)
            if not stands.exists():
                self.model.paper[who] = False

        @rule()
        def is_rolled_up(self):
            roll_up_deltas(at=timezone.now())

        @invariant()
        def is_counted_exactly(self):
            assert exact_count(item) == self.model.count() == Support.objects.filter(proposal=item).count()
            assert find_differences() == []
            assert supports_on_paper([item]).get(item.pk, 0) == sum(self.model.paper.values())

    return Participation


def test_one_person_is_one_support_whatever_happens_in_which_order(item, signs, make_citizen):
    run_state_machine_as_test(
        machine(item, signs, make_citizen),
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_who_supported_on_paper_and_joins_with_the_same_address_is_counted_once(item, signs, make_citizen):
    signs(item, LEE)
    account = make_citizen("바다", email="other@example.org")
    give_support(proposal=item, citizen=account)
    assert exact_count(item) == 2
    address = EmailAddress.objects.create(user=account, email=LEE["contact"], verified=False)
    address.verified = True
    address.save()
    from allauth.account.signals import email_confirmed

    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)
    while announce_pending():
        pass
    assert exact_count(item) == 1
    assert Support.objects.get(proposal=item).citizen == account
    assert Folding.objects.get().account == account
    # And the next sheet finds the account.
    assert signs(item, LEE).citizen == account
    assert exact_count(item) == 1


def test_who_only_took_part_on_paper_keeps_it_all_after_joining(item, signs, make_citizen):
    deed = signs(item, LEE)
    account = make_citizen("바다", email=LEE["contact"])
    fold(stand_in=deed.citizen, account=account, by=None, at=timezone.now())
    assert Support.objects.get(proposal=item).given_at == deed.given_at
    assert Support.objects.get(proposal=item).citizen == account
    assert supports_on_paper([item]) == {item.pk: 1}


def test_a_folding_is_undone_while_nothing_was_built_on_it(item, signs, make_citizen, officer):
    deed = signs(item, LEE)
    account = make_citizen("바다", email=LEE["contact"])
    folding = fold(stand_in=deed.citizen, account=account, by=None, at=timezone.now())
    assert unfold(folding=folding, reason="다른 사람", by=officer, at=timezone.now())
    assert Support.objects.get(proposal=item).citizen == deed.citizen
    assert OfflinePerson.objects.get(pk=deed.citizen_id).folded_into is None
    assert exact_count(item) == 1
    assert find_differences() == []


def test_a_support_both_had_given_is_there_twice_again_when_the_folding_is_undone(
    item, signs, make_citizen, officer
):
    deed = signs(item, LEE)
    account = make_citizen("바다", email="b@example.org")
    give_support(proposal=item, citizen=account)
    folding = fold(stand_in=deed.citizen, account=account, by=None, at=timezone.now())
    assert exact_count(item) == 1
    unfold(folding=folding, reason="다른 사람", by=officer, at=timezone.now())
    assert exact_count(item) == 2
    assert find_differences() == []


def test_a_folding_stays_once_the_person_changed_something_that_moved(item, signs, make_citizen, officer):
    deed = signs(item, LEE)
    account = make_citizen("바다", email=LEE["contact"])
    folding = fold(stand_in=deed.citizen, account=account, by=None, at=timezone.now())
    withdraw_support(proposal=item, citizen=account)
    with pytest.raises(Refused):
        unfold(folding=folding, reason="다른 사람", by=officer, at=timezone.now())


def test_paper_is_refused_like_everybody_else_when_the_time_is_over(item, signs):
    Proposal.objects.filter(pk=item.pk).update(closes_at=timezone.now())
    with pytest.raises(Refused):
        signs(Proposal.objects.get(pk=item.pk), LEE)
    assert not PaperDeed.objects.exists()
    assert not ContactKey.objects.exists()


def test_somebody_writes_two_ways_and_nobody_can_know(item, signs):
    """What the docstring of recognising.py says cannot be told."""
    signs(item, {"name": "김하늘", "contact": "010-1234-5678"})
    signs(item, {"name": "김하늘", "contact": "1970-01-01"})
    assert exact_count(item) == 2


def test_who_somebody_is_is_read_from_what_they_wrote():
    assert somebody(LEE).known.mail == "bada@example.org"


def test_whose_account_it_was_taken_for_is_told_once(item, signs, make_citizen):
    account = make_citizen("바다", email=LEE["contact"])
    signs(item, LEE)
    signs(item, {"name": "박", "contact": "010-1111-2222"})
    while announce_pending():
        pass
    letters = OutboundMail.objects.filter(dedupe_key__startswith="paper-")
    assert [letter.to for letter in letters] == [account.email]
