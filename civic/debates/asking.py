"""정보공개형: documents, and questions below them that the institution answers (guide A3-2)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from civic.debates.kinds import State
from civic.debates.models import Debate, Opinion
from civic.debates.queries import in_state, listed_debates
from civic.people.models import StaffRole
from civic.processes.kinds import DebateForm
from civic.proposals.models import Standing


def with_open_questions(at: datetime) -> QuerySet[Debate]:
    """Running ones in which somebody asked and nobody who works here has replied."""
    staff = StaffRole.objects.values("user")
    answers = Opinion.objects.filter(parent=OuterRef("pk"), standing=Standing.OPEN, author__in=staff)
    said = Opinion.objects.filter(debate=OuterRef("pk"), parent=None, standing=Standing.OPEN)
    open_questions = said.exclude(body="").exclude(author__in=staff).exclude(Exists(answers))
    running = in_state(listed_debates(), State.RUNNING, at).filter(form=DebateForm.INFORMATION)
    return running.filter(Exists(open_questions))
