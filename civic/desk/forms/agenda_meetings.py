"""A meeting: when and where, who came, what was counted, and what was concluded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.agenda.concluding import Plan, has_own_stage
from civic.agenda.models import AgendaItem, Candidate, Conclusion, Member, Presence, State
from civic.desk.forms.agenda import LONGEST_TEXT, day, line, moment
from civic.desk.forms.reason import ReasonField
from civic.processes.kinds import DebateForm, Track
from civic.processes.models import Process
from platform_core.files.fields import TakenField
from platform_core.text.fields import TextField


class MeetingForm(forms.Form):
    title = line(_("Title"))
    starts_at = moment(_("Begins at"))
    place = line(_("Where it is held"), 200, required=False)
    stream_url = forms.URLField(
        label=_("Link for watching"), max_length=500, required=False, assume_scheme="https"
    )
    note = TextField(
        label=_("What members and visitors should know"),
        max_characters=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class ScheduleForm(forms.Form):
    candidate = forms.ModelChoiceField(label=_("Candidate"), queryset=Candidate.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["candidate"]
        field.queryset = Candidate.objects.filter(state=State.WAITING).select_related("item")
        field.label_from_instance = lambda one: f"No. {one.item_id}: {one.item.title}"


class AttendanceForm(forms.Form):
    """One choice for each member who sits on the day."""

    def __init__(self, *args: Any, members: list[Member], known: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in members:
            self.fields[f"member_{one.pk}"] = forms.ChoiceField(
                label=one.name or _("A member without a name"),
                choices=Presence.choices,
                initial=known.get(one.pk, Presence.ABSENT),
            )

    def presences(self) -> dict[int, Presence]:
        return {
            int(name.removeprefix("member_")): Presence(value) for name, value in self.cleaned_data.items()
        }


class MinutesForm(forms.Form):
    minutes = TextField(
        label=_("Minutes"),
        help_text=_("Headings and lists may be written as in a proposal. Name nobody who did not agree."),
        max_characters=50_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class MeetingFileForm(forms.Form):
    file = TakenField(label=_("Photograph or record"))
    alt = line(_("What the picture shows, in words"), 300, required=False)


class PaperForm(forms.Form):
    in_favour = forms.IntegerField(label=_("For"), min_value=0, max_value=999)
    against = forms.IntegerField(label=_("Against"), min_value=0, max_value=999)
    abstained = forms.IntegerField(label=_("Abstained"), min_value=0, max_value=999)


class StakeForm(forms.Form):
    """What a member without an account declares at the table."""

    member = forms.ModelChoiceField(label=_("Member"), queryset=Member.objects.none())
    reason = ReasonField(label=_("What ties the member to it"))

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = Member.objects.filter(pk__in=[one.pk for one in members])
        field.label_from_instance = lambda one: one.name or str(_("A member without a name"))


class ConclusionForm(forms.Form):
    conclusion = forms.ChoiceField(
        label=_("What was concluded"), choices=Conclusion.choices, widget=forms.RadioSelect
    )
    reason = TextField(
        label=_("Reason everyone can read"),
        max_characters=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    question = TextField(
        label=_("The question for everybody"),
        help_text=_("If it is chosen. Neutral, one sentence."),
        max_characters=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    form = forms.ChoiceField(
        label=_("Form of the debate"), choices=[("", "—"), *DebateForm.choices], required=False
    )
    opens_on = day(_("First day of the debate"), required=False)
    process = forms.ModelChoiceField(
        label=_("Process it is held in"), queryset=Process.objects.none(), required=False
    )
    along_with = forms.ModelChoiceField(
        label=_("Goes along with another one that was chosen"),
        queryset=AgendaItem.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_own_stage(item.candidate.item):
            del self.fields["process"], self.fields["along_with"]
            return
        processes: Any = self.fields["process"]
        processes.queryset = Process.objects.filter(
            track=Track.QUESTION, is_open=True, current_version__isnull=False
        )
        leads: Any = self.fields["along_with"]
        leads.queryset = (
            AgendaItem.objects.filter(
                meeting=item.meeting_id, conclusion=Conclusion.ACCEPTED, begun_at=None, along_with=None
            )
            .exclude(pk=item.pk)
            .select_related("candidate__item")
        )
        leads.label_from_instance = lambda one: one.candidate.item.title

    def plan(self) -> Plan:
        given = self.cleaned_data
        return Plan(
            question=given["question"],
            form=given["form"],
            opens_on=given["opens_on"],
            process=given.get("process"),
            along_with=given.get("along_with"),
        )
