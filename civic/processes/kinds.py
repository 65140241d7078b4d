"""Kinds live in code, names live in data: what a kind of stage permits is the same everywhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Track(models.TextChoices):
    """참여 절차의 갈래 (guide C2.1): who begins, and what it is about."""

    CITIZEN_PROPOSAL = "citizen_proposal", _("Citizens' proposals")
    QUESTION = "question", _("The institution asks")
    PETITION = "petition", _("Petitions")
    BUDGET = "budget", _("Participatory budget")
    ORDINANCE = "ordinance", _("Residents' ordinance initiative")
    SURVEY = "survey", _("Surveys")


# Where citizens write what is decided about; the others are begun by the institution.
BEGUN_BY_CITIZENS = frozenset({Track.CITIZEN_PROPOSAL, Track.PETITION, Track.ORDINANCE, Track.BUDGET})


class StageKind(models.TextChoices):
    """Institutions name, order and time their stages; a kind means one thing."""

    SCREENING = "screening", _("Being checked")
    ENDORSING = "endorsing", _("Gathering endorsements")
    GATHERING = "gathering", _("Gathering support")
    REVIEWING = "reviewing", _("Under review")
    ANSWERING = "answering", _("Awaiting an answer")
    COMMITTEE = "committee", _("Before the committee")
    DEBATING = "debating", _("Under discussion")
    VOTING = "voting", _("Being voted on")
    CARRYING_OUT = "carrying_out", _("Being carried out")
    CLOSED = "closed", _("Closed")


# In these, supports are gathered: they have a window, and their gates look at counts.
COUNTING = frozenset({StageKind.ENDORSING, StageKind.GATHERING})
# In these, too, a window ends and a result is judged.
TIMED = COUNTING | {StageKind.DEBATING, StageKind.VOTING}
# Whoever comes into these is owed an answer.
ANSWERED = frozenset({StageKind.REVIEWING, StageKind.ANSWERING})


class Deed(models.TextChoices):
    """할 수 있는 일: what a person may do in a process."""

    PROPOSE = "propose", _("Write a proposal")
    SUPPORT = "support", _("Support")
    DISLIKE = "dislike", _("Say that you disagree")
    COMMENT = "comment", _("Comment")
    EDIT = "edit", _("Edit")
    WITHDRAW = "withdraw", _("Withdraw")
    VOTE = "vote", _("Take part in a debate or a vote")
    ANSWER = "answer", _("Answer")
    REPORT_PROGRESS = "report_progress", _("Report progress")


# 일회 참여: what a code from a letter is enough for, where the rules say so.
POSSIBLE_ONCE = frozenset({Deed.SUPPORT, Deed.COMMENT, Deed.VOTE})
_TALK = frozenset({Deed.SUPPORT, Deed.DISLIKE, Deed.COMMENT})
# Support goes on while the window is open, also after the first threshold: a higher one may follow.
PERMITS: dict[StageKind, frozenset[Deed]] = {
    StageKind.SCREENING: frozenset({Deed.EDIT, Deed.WITHDRAW}),
    StageKind.ENDORSING: frozenset({Deed.SUPPORT, Deed.EDIT, Deed.WITHDRAW}),
    StageKind.GATHERING: _TALK | {Deed.EDIT, Deed.WITHDRAW},
    StageKind.REVIEWING: _TALK | {Deed.EDIT},
    StageKind.ANSWERING: _TALK | {Deed.ANSWER},
    StageKind.COMMITTEE: _TALK,
    StageKind.DEBATING: _TALK | {Deed.VOTE},
    StageKind.VOTING: frozenset({Deed.COMMENT, Deed.VOTE}),
    StageKind.CARRYING_OUT: frozenset({Deed.COMMENT, Deed.REPORT_PROGRESS}),
    StageKind.CLOSED: frozenset(),
}


class Outcome(models.TextChoices):
    """How a stage that people decide comes out."""

    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    ASSIGNED = "assigned", _("Given to a department")
    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Adopted in part")
    DECLINED = "declined", _("Declined")
    FINISHED = "finished", _("Finished")


OUTCOMES: dict[StageKind, tuple[Outcome, ...]] = {
    StageKind.SCREENING: (Outcome.ACCEPTED, Outcome.REFUSED),
    StageKind.REVIEWING: (Outcome.ASSIGNED, Outcome.REFUSED),
    StageKind.COMMITTEE: (Outcome.ACCEPTED, Outcome.REFUSED),
    StageKind.ANSWERING: (Outcome.ADOPTED, Outcome.PARTLY, Outcome.DECLINED),
    StageKind.CARRYING_OUT: (Outcome.FINISHED,),
}
ENDS_THE_WAY = frozenset({Outcome.REFUSED, Outcome.DECLINED, Outcome.FINISHED})


class Counter(models.TextChoices):
    """What is counted (guide C2.3). Whole numbers of people, or of acts."""

    SUPPORT = "support", _("supports")
    VERIFIED_SUPPORT = "verified_support", _("supports by verified people")
    DISLIKE = "dislike", _("disagreements")
    COMMENTS = "comments", _("comments")
    PARTICIPANTS = "participants", _("people taking part")
    VOTES = "votes", _("votes")
    IN_FAVOUR = "in_favour", _("votes in favour")
    SIMILAR = "similar", _("similar proposals")


class Effect(models.TextChoices):
    """What passing a gate does (guide C2.6)."""

    OWE_ANSWER = "owe_answer", _("The department must answer")
    AGENDA_CANDIDATE = "agenda_candidate", _("Becomes a candidate for public debate")
    HEAD_ANSWERS = "head_answers", _("The head of the institution answers")
    OPEN_DEBATE = "open_debate", _("A public debate opens")
    COMMITTEE_REVIEWS = "committee_reviews", _("A committee deliberates")
    BUDGET_LINK = "budget_link", _("Goes into the participatory budget")
    MEETING = "meeting", _("The institution meets the people who asked")


class DayUnit(models.TextChoices):
    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")
    MONTHS = "months", _("months")


class CountedFrom(models.TextChoices):
    REGISTRATION = "registration", _("from the day it was registered")
    ENTRY = "entry", _("from the day it came into this stage")


class Judged(models.TextChoices):
    """When a gate looks at the counts."""

    ONCE = "once", _("as soon as it is reached")
    END = "end", _("when the time is over")


class Expiry(models.TextChoices):
    """What becomes of what passed no gate in its time (guide C2.5)."""

    CLOSE = "close", _("It is closed and stays readable")
    ARCHIVE = "archive", _("It is kept in the archive, apart from the list")
    HAND_TO_DEPARTMENT = "hand_to_department", _("The department answers all the same")
    MONTHLY_LIST = "monthly_list", _("It is put on the list that is looked through every month")
    GO_ON = "go_on", _("It goes on to the next stage")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everyone")
    BY_LINK = "by_link", _("Whoever has the address")
    AUTHOR_AND_STAFF = "author_and_staff", _("Its author and the staff")


class Rescue(models.TextChoices):
    """Who may take up what stayed below its threshold (guide A2, B1: 2020)."""

    NONE = "none", _("None")
    COMMITTEE = "committee", _("A worthy proposal may be taken up all the same")


class Ground(models.TextChoices):
    """Why something below its threshold is taken up (guide B1: 2020)."""

    WORTHY = "worthy", _("It serves the public and can be done")
    TIMELY = "timely", _("It is timely")
    MANY_SIMILAR = "many_similar", _("Many ask for the same")


class Answerer(models.TextChoices):
    DEPARTMENT = "department", _("The department")
    BUREAU = "bureau", _("The head of the bureau")
    HEAD = "head", _("The head of the institution")
    COMMITTEE = "committee", _("The committee")


class AnswerForm(models.TextChoices):
    TEXT = "text", _("In writing")
    VIDEO = "video", _("By video")
    ON_SITE = "on_site", _("On site")
    MEETING = "meeting", _("At a meeting")


class Identity(models.TextChoices):
    """How surely a person is one person. In order: each contains those before it."""

    NONE = "none", _("No check")
    SOCIAL = "social", _("A social account")
    PHONE = "phone", _("A mobile phone")
    CERTIFIED = "certified", _("An identity check")

    @property
    def strength(self) -> int:
        return list(Identity).index(self)


class Tie(models.TextChoices):
    """What binds a person to the place."""

    RESIDES = "resides", _("lives here")
    WORKS = "works", _("works here")
    STUDIES = "studies", _("studies here")


class Unverified(models.TextChoices):
    """What a support of somebody whose identity was not checked is worth."""

    COUNTED = "counted", _("counts like any other")
    SHOWN_APART = "shown_apart", _("is shown apart and does not count")


class Dismissal(models.TextChoices):
    """How a refusal ends what was asked (guide C3)."""

    REFUSED = "refused", _("Not accepted")
    COMPLAINT = "complaint", _("Handled as a civil complaint")
    ELSEWHERE = "elsewhere", _("Sent on to another institution")


class DebateForm(models.TextChoices):
    """The form of a debate (guide A3-2)."""

    PRO_CON = "pro_con", _("For and against")
    OPEN = "open", _("Open: ideas")
    INFORMATION = "information", _("Information and questions")
    LAB = "lab", _("Experiment")


class Shown(models.TextChoices):
    LIVE = "live", _("While it runs")
    AFTER_TAKING_PART = "after_taking_part", _("After one has taken part")
    AT_THE_END = "at_the_end", _("When it is over")


class Majority(models.TextChoices):
    """How a committee decides (guide A3-1)."""

    CONSENSUS = "consensus", _("consensus")
    HALF = "half", _("more than half")
    TWO_THIRDS = "two_thirds", _("two thirds")
