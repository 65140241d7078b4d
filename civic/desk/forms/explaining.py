"""For whom, where and when: the question “why not?” put for somebody else."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.moderation.kinds import RESTRAINABLE
from civic.processes.engine import Persona
from civic.processes.kinds import Identity, Tie
from civic.processes.models import ProcessVersion
from civic.proposals.models import Proposal
from civic.proposals.paging import LARGEST_ID

VERSIONS_OFFERED = 200
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
OLDEST = 130


class ExplainForm(forms.Form):
    """A GET form: the question stands in the address and can be sent to a colleague."""

    signed_in = forms.BooleanField(label=_("Has an account here and is signed in"), required=False)
    mail_confirmed = forms.BooleanField(label=_("Has confirmed their e-mail address"), required=False)
    is_staff = forms.BooleanField(label=_("Works for the institution"), required=False)
    is_author = forms.BooleanField(label=_("Wrote the proposal"), required=False)
    age = forms.IntegerField(
        label=_("Age in full years"),
        help_text=_("Leave it empty when it is not known."),
        required=False,
        min_value=0,
        max_value=OLDEST,
    )
    identity = forms.ChoiceField(label=_("Identity checked by"), choices=Identity.choices, required=False)
    ties = forms.MultipleChoiceField(
        label=_("Confirmed to be from here"),
        help_text=_("Nothing chosen: lives, works and studies elsewhere, or it was never confirmed."),
        choices=Tie.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    restricted = forms.MultipleChoiceField(
        label=_("Restricted by a moderator"),
        help_text=_("What they may not do here for a time."),
        choices=[(deed.value, deed.label) for deed in RESTRAINABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    on = forms.DateField(
        label=_("On the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label=_("At the time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    number = forms.IntegerField(
        label=_("Number of a proposal"),
        help_text=_("Leave it empty to ask about one that begins at that moment."),
        required=False,
        min_value=1,
        max_value=LARGEST_ID,
    )
    version = forms.ModelChoiceField(
        label=_("Under which rules"),
        queryset=ProcessVersion.objects.none(),
        required=False,
        empty_label=_("Those it follows; for a new one, those in force"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = ProcessVersion.objects.select_related("process").order_by(
            "process__position", "process_id", "-number"
        )
        field = self.fields["version"]
        field.queryset = versions  # type: ignore[attr-defined]
        field.label_from_instance = _version_label  # type: ignore[attr-defined]
        field.choices = [("", field.empty_label), *_offered(versions)]  # type: ignore[attr-defined]

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on is not None and not EARLIEST <= on <= LATEST:
            raise forms.ValidationError(_("Choose a day between 2000 and 2099."))
        return on

    def clean_number(self) -> Proposal | None:
        number = self.cleaned_data["number"]
        if number is None:
            return None
        found = Proposal.objects.filter(pk=number).select_related("process_version__process").first()
        if found is None:
            raise forms.ValidationError(_("There is no proposal with this number."))
        return found

    def persona(self) -> Persona:
        """As cleaned. Nobody has confirmed anything here without an account."""
        given = self.cleaned_data
        return Persona(
            signed_in=given["signed_in"],
            mail_confirmed=given["mail_confirmed"],
            identity=Identity(given["identity"] or Identity.NONE),
            ties=frozenset(map(Tie, given["ties"])),
            age=given["age"],
            is_staff=given["is_staff"],
        )

    def moment(self, now: datetime) -> datetime:
        """The instant asked about, in the institution's zone; what was not said is as it is now."""
        local = timezone.localtime(now)
        on = self.cleaned_data["on"] or local.date()
        hour: time | None = self.cleaned_data["hour"]
        if hour is None and on == local.date():
            return now
        return timezone.make_aware(datetime.combine(on, hour or time(12)))


def _offered(versions: Any) -> list[tuple[Any, str]]:
    rows = versions.defer("document")[:VERSIONS_OFFERED]
    return [(version.pk, _version_label(version)) for version in rows]


def _version_label(version: ProcessVersion) -> str:
    words = _("%(process)s, version %(number)s") % {
        "process": version.process.label,
        "number": version.number,
    }
    if version.process.current_version_id == version.pk:
        words += f" ({_('in force')})"
    return str(words)


STARTING = {
    "signed_in": True,
    "mail_confirmed": True,
    "identity": Identity.NONE.value,
}
