"""Permission as an answer people and machines can read.

A rule is a function `may_<verb>(person, thing) -> Verdict`. A door asks it to draw a button and
print the reason; a verb demands it, inside the transaction and under the lock.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Sentence = str | Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` is stable and for machines; `sentence` and `what_next` are translated, for people."""

    allowed: bool
    code: str = "ok"
    sentence: Sentence = ""
    what_next: Sentence = ""
    # Where `what_next` can be done: a path such as the log-in page. Empty when there is none.
    next_url: str = ""
    # What the rule asks for and what there is, for machines: 50 and 47, "certified" and "social".
    requirement: Any = None
    actual: Any = None

    def __bool__(self) -> bool:
        # `if refusal := may_…()` would read a refusal as nothing: that has let people through before.
        raise TypeError("A verdict is neither true nor false: ask .allowed, or require() it.")


YES = Verdict(True)


def no(
    code: str,
    sentence: Sentence,
    what_next: Sentence = "",
    next_url: str = "",
    *,
    requirement: Any = None,
    actual: Any = None,
) -> Verdict:
    return Verdict(False, code, sentence, what_next, next_url, requirement, actual)


class Refused(Exception):
    """A verb was asked for that a rule does not allow. Doors turn it into a page or an API answer."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.sentence))
        self.verdict = verdict

    @property
    def status(self) -> int:
        """403 when it is about who asks, 409 when it is about when or in what state."""
        return 403 if self.verdict.code in PERSONAL_CODES else 409


# Codes that say "not you" rather than "not now".
PERSONAL_CODES = frozenset(
    {
        "sign_in",
        "not_allowed",
        "not_yours",
        "not_staff",
        "mail_not_confirmed",
        "staff_excluded",
        "age_unknown",
        "too_young",
        "identity_needed",
        "not_from_here",
    }
)


def require(verdict: Verdict) -> None:
    """Raises Refused with the verdict unless it is a yes."""
    if not verdict.allowed:
        raise Refused(verdict)


def first_no(*verdicts: Verdict) -> Verdict:
    """The first refusal, or YES."""
    return next((verdict for verdict in verdicts if not verdict.allowed), YES)
