"""Who may do what: what is asked of people, deed by deed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from civic.desk.forms.rules_blanks import Many, Pick, YesNo, Zero
from civic.desk.forms.rules_choices import Around, choices_of
from civic.desk.forms.rules_sentences import Group, Lines, Sentence
from civic.processes.kinds import Deed, Identity, Tie

ASKED = (Deed.PROPOSE, Deed.SUPPORT, Deed.DISLIKE, Deed.COMMENT, Deed.VOTE)


def people_lines(piece: Any, around: Around) -> Lines:
    said = piece.get("eligibility") if isinstance(piece.get("eligibility"), dict) else {}
    return [
        _deed(deed, folded=deed in (Deed.DISLIKE, Deed.VOTE) and deed.value not in said) for deed in ASKED
    ]


def _deed(deed: Deed, *, folded: bool) -> Group:
    path = f"eligibility.{deed.value}"
    lines = [
        Sentence(
            _("One %(member)s, and the e-mail address %(mail)s."),
            {
                "member": YesNo(
                    f"{path}.member",
                    _("Signing in"),
                    usual=True,
                    choices=[("yes", _("has to sign in")), ("no", _("need not sign in"))],
                ),
                "mail": YesNo(
                    f"{path}.mail_confirmed",
                    _("E-mail address"),
                    choices=[("yes", _("must be confirmed")), ("no", _("need not be confirmed"))],
                ),
            },
        ),
        Sentence(
            _("That one is one person is made sure by: %(identity)s"),
            {
                "identity": Pick(
                    f"{path}.identity",
                    _("Identity"),
                    choices=choices_of(Identity),
                    usual=Identity.NONE.value,
                )
            },
        ),
        Sentence(
            _("One of these must hold: %(ties)s One is at least %(age)s years old."),
            {
                "ties": Many(f"{path}.ties", _("Tie to the place"), choices=choices_of(Tie)),
                "age": Zero(f"{path}.min_age", _("Least age")),
            },
            _("Nothing ticked: wherever one lives. 0: whatever one's age."),
        ),
        Sentence(
            _("People who work for the institution %(staff)s."),
            {
                "staff": YesNo(
                    f"{path}.no_staff",
                    _("Staff"),
                    choices=[("yes", _("do not take part")), ("no", _("take part like everybody"))],
                )
            },
        ),
    ]
    return Group(title=deed.label, lines=lines, folded=folded, path=path)
