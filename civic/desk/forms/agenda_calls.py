"""A call for volunteers: seats, quotas, and the numbers that decide."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.agenda.lottery_rules import Outside, Places
from civic.agenda.models import AgeBand, Sex
from civic.desk.forms.agenda import line, moment
from platform_core.text.fields import TextField

# How many numbers, from and to, whether none comes twice, whether they are put in order.
NUMBERS = {
    "lotto": (6, 1, 45, True, True),
    "digits": (6, 0, 9, False, False),
    "dice": (8, 1, 6, False, False),
}
AGES = [(value, label) for value, label in AgeBand.choices if value != AgeBand.UNSTATED]
MOST = 500


def _places(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, required=False)


class CallForm(forms.Form):
    title = line(gettext_lazy("Title"))
    body = TextField(
        label=gettext_lazy("What members do, how often, and what they get"),
        max_characters=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    seat = line(gettext_lazy("Whose seats these are"), required=False)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=MOST)
    term_months = forms.IntegerField(
        label=gettext_lazy("Term in months"), min_value=1, max_value=120, initial=12
    )
    opens_at = moment(gettext_lazy("Opens at"))
    closes_at = moment(gettext_lazy("Closes at"))
    numbers = forms.ChoiceField(
        label=gettext_lazy("Numbers that decide"),
        choices=[
            ("lotto", gettext_lazy("A lottery: six numbers of 45, in ascending order")),
            ("digits", gettext_lazy("A lottery: six digits in their order")),
            ("dice", gettext_lazy("Eight throws of a die in public, in their order")),
        ],
        widget=forms.RadioSelect,
        initial="lotto",
    )
    source = line(
        gettext_lazy("Which drawing, and where the result is published"),
        200,
        help_text=gettext_lazy(
            "So exactly that nobody can take another one: the name and number of the drawing."
        ),
    )
    drawn_at = moment(
        gettext_lazy("When these numbers are drawn"), help_text=gettext_lazy("After the call has closed.")
    )
    kept_days = forms.IntegerField(
        label=gettext_lazy("Days after the draw until all that volunteers stated is destroyed"),
        min_value=1,
        max_value=365,
        initial=90,
    )
    regions = TextField(
        label=gettext_lazy("Places, one on each line, with the most seats for each"),
        help_text=gettext_lazy(
            "Such as “Dong-gu 5”. Without numbers: asked, but no quota. Empty: not asked."
        ),
        max_characters=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in Sex.choices:
            if value != Sex.UNSTATED:
                self.fields[f"sex_{value}"] = _places(_("At most, %(who)s") % {"who": label})
        for value, label in AGES:
            self.fields[f"age_{value}"] = _places(_("At most, %(who)s") % {"who": label})

    def clean_regions(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for row in filter(None, map(str.strip, self.cleaned_data["regions"].splitlines())):
            name, most = re.fullmatch(r"(.*?)(?:\s+(\d{1,3}))?", row).groups()  # type: ignore[union-attr]
            if not name or len(name) > 60 or "|" in name or name in found:
                raise forms.ValidationError(_("This line cannot be read: %(line)s") % {"line": row[:80]})
            found[name] = int(most) if most else None
        if any(found.values()) and None in found.values():
            raise forms.ValidationError(_("Give every place a number, or none."))
        return found

    def _quota(self, prefix: str) -> dict[str, int]:
        given = self.cleaned_data
        return {
            name.removeprefix(prefix): value
            for name, value in given.items()
            if name.startswith(prefix) and value
        }

    def places(self) -> Places:
        regions = self.cleaned_data["regions"]
        return Places(
            seats=self.cleaned_data["seats"],
            sexes=self._quota("sex_"),
            ages=self._quota("age_"),
            by_region={name: most for name, most in regions.items() if most},
            regions=tuple(regions),
        )

    def outside(self) -> Outside:
        count, lowest, highest, distinct, ascending = NUMBERS[self.cleaned_data["numbers"]]
        return Outside(
            self.cleaned_data["source"],
            self.cleaned_data["drawn_at"],
            count,
            lowest,
            highest,
            distinct,
            ascending,
        )


class NumbersForm(forms.Form):
    numbers = line(
        gettext_lazy("The numbers, with hyphens between them"),
        200,
        help_text=gettext_lazy("Such as 3-14-15-21-30-42."),
    )
    source = line(
        gettext_lazy("Where everybody can read them"), 500, help_text=gettext_lazy("A link, if there is one.")
    )


class ConfirmNumbersForm(forms.Form):
    """Typed again by somebody else, from the source and not from this page."""

    numbers = line(gettext_lazy("The numbers, as you read them at their source"), 200)
