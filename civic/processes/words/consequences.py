"""What a gate says, whole, for each consequence and each way of asking: so that every language can say it well.

The forms: a plain count; anything else, as soon as it holds; anything else, when the time is over; in any case.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from civic.processes.kinds import Answerer, Effect


class Forms(NamedTuple):
    plain: object
    once: object
    end: object
    always: object


ANSWERS: dict[Answerer, Forms] = {
    Answerer.DEPARTMENT: Forms(
        _("When it gets %(counted)s within %(window)s, the department answers within %(answer)s."),
        _("The department answers within %(answer)s as soon as this holds within %(window)s: %(condition)s."),
        _("The department answers within %(answer)s if this holds after %(window)s: %(condition)s."),
        _("After %(window)s, the department answers within %(answer)s."),
    ),
    Answerer.BUREAU: Forms(
        _("When it gets %(counted)s within %(window)s, the head of the bureau answers within %(answer)s."),
        _(
            "The head of the bureau answers within %(answer)s as soon as this holds within %(window)s: %(condition)s."
        ),
        _("The head of the bureau answers within %(answer)s if this holds after %(window)s: %(condition)s."),
        _("After %(window)s, the head of the bureau answers within %(answer)s."),
    ),
    Answerer.HEAD: Forms(
        _(
            "When it gets %(counted)s within %(window)s, the head of the institution answers within %(answer)s."
        ),
        _(
            "The head of the institution answers within %(answer)s as soon as this holds within %(window)s: %(condition)s."
        ),
        _(
            "The head of the institution answers within %(answer)s if this holds after %(window)s: %(condition)s."
        ),
        _("After %(window)s, the head of the institution answers within %(answer)s."),
    ),
    Answerer.COMMITTEE: Forms(
        _("When it gets %(counted)s within %(window)s, the committee answers within %(answer)s."),
        _("The committee answers within %(answer)s as soon as this holds within %(window)s: %(condition)s."),
        _("The committee answers within %(answer)s if this holds after %(window)s: %(condition)s."),
        _("After %(window)s, the committee answers within %(answer)s."),
    ),
}

EFFECTS: dict[Effect, Forms] = {
    Effect.AGENDA_CANDIDATE: Forms(
        _("When it gets %(counted)s within %(window)s, it becomes a candidate for public debate."),
        _("It becomes a candidate for public debate as soon as this holds within %(window)s: %(condition)s."),
        _("It becomes a candidate for public debate if this holds after %(window)s: %(condition)s."),
        _("After %(window)s, it becomes a candidate for public debate."),
    ),
    Effect.OPEN_DEBATE: Forms(
        _("When it gets %(counted)s within %(window)s, a public debate opens."),
        _("A public debate opens as soon as this holds within %(window)s: %(condition)s."),
        _("A public debate opens if this holds after %(window)s: %(condition)s."),
        _("After %(window)s, a public debate opens."),
    ),
    Effect.COMMITTEE_REVIEWS: Forms(
        _("When it gets %(counted)s within %(window)s, the committee deliberates on it."),
        _("The committee deliberates on it as soon as this holds within %(window)s: %(condition)s."),
        _("The committee deliberates on it if this holds after %(window)s: %(condition)s."),
        _("After %(window)s, the committee deliberates on it."),
    ),
    Effect.BUDGET_LINK: Forms(
        _("When it gets %(counted)s within %(window)s, it goes into the participatory budget."),
        _("It goes into the participatory budget as soon as this holds within %(window)s: %(condition)s."),
        _("It goes into the participatory budget if this holds after %(window)s: %(condition)s."),
        _("After %(window)s, it goes into the participatory budget."),
    ),
    Effect.MEETING: Forms(
        _(
            "When it gets %(counted)s within %(window)s, the institution meets the people who asked, within %(answer)s."
        ),
        _(
            "The institution meets the people who asked, within %(answer)s, as soon as this holds within %(window)s: %(condition)s."
        ),
        _(
            "The institution meets the people who asked, within %(answer)s, if this holds after %(window)s: %(condition)s."
        ),
        _("After %(window)s, the institution meets the people who asked, within %(answer)s."),
    ),
}

GOES_ON = Forms(
    _("When it gets %(counted)s within %(window)s, it goes on to “%(stage)s”."),
    _("It goes on to “%(stage)s” as soon as this holds within %(window)s: %(condition)s."),
    _("It goes on to “%(stage)s” if this holds after %(window)s: %(condition)s."),
    _("After %(window)s, it goes on to “%(stage)s”."),
)
