"""Closed vocabularies of the institution's questions (operating guide A5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.processes.kinds import DebateForm


class Found(models.TextChoices):
    """Who came upon the subject."""

    DEPARTMENT = "department", _("Proposed by the department")
    MODERATORS = "moderators", _("Found by the moderators")


class Viewpoint(models.TextChoices):
    """주제 관점: why this subject."""

    BEFORE = "before", _("Opinions are wanted before it is carried out")
    CONTESTED = "contested", _("It is contested, and what people say has to go into it")
    DAILY_LIFE = "daily_life", _("It is close to people's daily life")


class Purpose(models.TextChoices):
    """협의 목적: what the department wants of it."""

    CONTESTED = "contested", _("A contested matter: what do people think of it?")
    IDEAS = "ideas", _("Ideas are wanted")
    PUBLICITY = "publicity", _("It is finished and should become known")


class State(models.TextChoices):
    PREPARING = "preparing", _("Being prepared")
    REVIEWING = "reviewing", _("With the department for review")
    AGREED = "agreed", _("Agreed by the department")
    SCHEDULED = "scheduled", _("Will be published")
    PUBLISHED = "published", pgettext_lazy("state of a question", "Published")
    REFUSED = "refused", _("Not asked: publicity")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Step(models.TextChoices):
    """The desk's path, in its order."""

    CONSULTATION = "consultation", _("Consult the department")
    KEY_QUESTION = "key-question", _("Key question")
    FORM = "form", _("Form of the debate")
    SCHEDULE = "schedule", _("Schedule")
    MATERIALS = "materials", _("Materials")
    REVIEW = "review", _("The department's review")
    PUBLICATION = "publication", _("Publication")
    RESULT = "result", _("Result, letter and answer")


# What people fill in; the review reads all of them.
FILLED_IN = (Step.CONSULTATION, Step.KEY_QUESTION, Step.FORM, Step.SCHEDULE, Step.MATERIALS)
# What can no longer be changed, whatever anybody does.
OVER = frozenset({State.PUBLISHED, State.REFUSED, State.WITHDRAWN})


class Neutrality(models.TextChoices):
    """What is looked at before a question is asked: each is ticked by a person."""

    OPEN = "open", _("It does not say which answer is wanted")
    ONE = "one", _("It asks one thing only")
    PLAIN = "plain", _("A neighbour understands it: no office words, no abbreviations")
    FAIR = "fair", _("Those for it and those against it would both call it fair")
    UNDECIDED = "undecided", _("Whatever comes out can still change what is done")


class Part(models.TextChoices):
    """What the materials are made of. The codes are those of a debate's briefing."""

    BACKGROUND = "background", _("Background")
    FACTS = "facts", _("Facts and figures")
    PRO = "pro", _("What speaks for it")
    CON = "con", _("What speaks against it")
    EXPERIMENT = "experiment", _("The experiment")


PARTS = {
    DebateForm.PRO_CON: (Part.BACKGROUND, Part.FACTS, Part.PRO, Part.CON),
    DebateForm.OPEN: (Part.BACKGROUND, Part.FACTS),
    DebateForm.INFORMATION: (Part.BACKGROUND, Part.FACTS),
    DebateForm.LAB: (Part.BACKGROUND, Part.FACTS, Part.EXPERIMENT),
}
