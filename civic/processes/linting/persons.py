"""Who may take part: conditions nobody can meet or that mean nothing."""

from collections import Counter as Tallied
from collections.abc import Iterator

from django.utils.translation import gettext as _

from civic.processes.document import Rules
from civic.processes.kinds import POSSIBLE_ONCE, Counter, Deed, Identity, Unverified
from civic.processes.linting.findings import Finding, LintContext
from civic.processes.linting.saying import error, hint, warning
from civic.processes.linting.walking import permits, stages

OLDEST = 100


def verified_only(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    counts_verified = (
        rules.counting.unverified == Unverified.SHOWN_APART or Counter.VERIFIED_SUPPORT in rules.counters
    )
    asked = any(asks.identity != Identity.NONE for _deed, asks in rules.eligibility)
    if counts_verified and not asked:
        yield warning(
            "verified_but_nobody_asked",
            "counting.unverified",
            _("Only supports of verified people count, and nobody is asked to verify: most will not count."),
            _("Ask for an identity check for supporting, or count every support."),
        )


def identity_without_a_check(rules: Rules, context: LintContext) -> Iterator[Finding]:
    if context.identities is None:
        return
    strongest = max((one.strength for one in context.identities), default=0)
    for deed, asks in rules.eligibility:
        if asks.identity.strength > strongest:
            yield warning(
                "no_such_check",
                f"eligibility.{deed.value}.identity",
                _("“%(deed)s” asks for a check that cannot be made here yet: %(check)s.")
                % {"deed": deed.label, "check": asks.identity.label},
                _("Have the check connected first; until then only staff can confirm somebody."),
            )


def age(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for deed, asks in rules.eligibility:
        blanks = {"deed": deed.label, "age": asks.min_age}
        if asks.min_age and asks.identity == Identity.NONE:
            yield warning(
                "age_without_identity",
                f"eligibility.{deed.value}.min_age",
                _("“%(deed)s” asks for %(age)s years, and nobody's age is known without a check.") % blanks,
                _("Ask for an identity check as well, or drop the age."),
            )
        if asks.min_age > OLDEST:
            yield warning(
                "nobody_is_so_old",
                f"eligibility.{deed.value}.min_age",
                _("“%(deed)s” asks for %(age)s years: hardly anybody is so old.") % blanks,
                _("Correct the age."),
            )


def nothing_to_ask_for(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """Conditions and limits for what is possible nowhere."""
    possible = {deed for deed in Deed for _path, stage in stages(rules) if permits(stage, deed)}
    possible.add(Deed.PROPOSE)
    if not rules.counting.dislike:
        possible.discard(Deed.DISLIKE)
    where = [(f"eligibility.{deed.value}", deed) for deed, _asks in rules.eligibility]
    where += [(f"limits.{place}.deed", limit.deed) for place, limit in enumerate(rules.limits)]
    for path, deed in where:
        if deed not in possible:
            yield hint(
                "possible_nowhere",
                path,
                _("“%(deed)s” is possible in no stage, so nothing need be asked for it.")
                % {"deed": deed.label},
                _("Remove the condition, or add a stage in which it is possible."),
            )


def limits(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    counted = Tallied((limit.deed, limit.days) for limit in rules.limits)
    for place, limit in enumerate(rules.limits):
        if counted[limit.deed, limit.days] > 1:
            yield warning(
                "limited_twice",
                f"limits.{place}",
                _("“%(deed)s” is limited twice for the same period.") % {"deed": limit.deed.label},
                _("Keep the one that is meant."),
            )


def proposing_is_easier(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """Whoever may propose but not support cannot even stand behind their own."""
    propose, support = rules.requirement(Deed.PROPOSE), rules.requirement(Deed.SUPPORT)
    if support.min_age > propose.min_age > 0:
        yield hint(
            "supporting_is_harder",
            "eligibility.support.min_age",
            _("Supporting asks for a higher age than proposing."),
            _("Usually it is the other way round, or the same."),
        )


def without_an_account(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """Nobody is counted once whom nothing tells from others: a rule that says otherwise would promise in vain."""
    for deed, asks in rules.eligibility:
        if asks.member:
            continue
        path = f"eligibility.{deed.value}.member"
        if deed not in POSSIBLE_ONCE:
            yield error(
                "without_an_account",
                path,
                _(
                    "“%(deed)s” is offered without an account, and that is possible for supports, comments and votes only."
                )
                % {"deed": deed.label},
                _("Ask for an account: signing up takes a minute."),
            )
        elif not asks.takes_once and not asks.mail_confirmed:
            yield error(
                "without_an_account",
                path,
                _("“%(deed)s” is offered without an account, and nothing makes sure that each counts once.")
                % {"deed": deed.label},
                _("Ask for a confirmed e-mail address, or for an account."),
            )
        elif not asks.takes_once:
            yield error(
                "without_an_account",
                path,
                _("“%(deed)s” is offered without an account, and asks for what only an account can show.")
                % {"deed": deed.label},
                _("Drop the age, the identity check and the tie to the place, or ask for an account."),
            )


CHECKS = (
    without_an_account,
    verified_only,
    identity_without_a_check,
    age,
    nothing_to_ask_for,
    limits,
    proposing_is_easier,
)
