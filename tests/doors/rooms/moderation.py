"""Addresses of this room, and one of everything behind them."""

from civic.journeys.appealing import appeal
from civic.journeys.judging import Ruling, judge
from civic.journeys.reporting_abuse import report
from civic.moderation.actions import watch
from civic.moderation.kinds import Act, Ground, Listed
from civic.moderation.models import Case, Watched
from civic.people.models import Role
from civic.proposals.actions import write_comment
from tests.doors.kinds import (
    ADMINISTRATOR_SAYS_SO,
    AUTHOR_ELSE_GONE,
    FORM_ONLY,
    LEADS_BACK,
    MEMBER,
    MODERATOR_SAYS_SO,
    OPEN,
    Door,
)
from tests.doors.scene import Scene
from tests.fixtures.people import new_staff

DOORS: dict[str, Door] = {
    "api:reports": FORM_ONLY,
    "portal:moderation": OPEN,
    "portal:report": OPEN,
    "portal:my_decisions": MEMBER,
    "portal:my_decision": AUTHOR_ELSE_GONE,
    "portal:my_objection": LEADS_BACK,
    "portal:my_change": LEADS_BACK,
    "desk:moderation": MODERATOR_SAYS_SO,
    "desk:cases_many": LEADS_BACK,
    "desk:appeals": MODERATOR_SAYS_SO,
    "desk:appeal": MODERATOR_SAYS_SO,
    "desk:watched": MODERATOR_SAYS_SO,
    "desk:watched_removal": LEADS_BACK,
    "desk:moderation_policy": ADMINISTRATOR_SAYS_SO,
    "desk:case": MODERATOR_SAYS_SO,
    "desk:case_claim": LEADS_BACK,
    "desk:case_decision": LEADS_BACK,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    mark, now, author = scene.mark, scene.now, scene.author
    said = write_comment(proposal=scene.gathering, author=author, body=f"다툴 만한 말 {mark}", at=now)
    report(thing=said, ground=Ground.ABUSE, words=f"심한 말 {mark}", reporter=scene.administrator, at=now)
    case = Case.objects.get(kind="comment", thing=said.pk)
    moderator = new_staff(Role.MODERATOR, name=f"조치한 사람{mark}")
    decision = judge(
        case=case, ruling=Ruling(Act.WARN, Ground.ABUSE, f"고운 말을 써 주세요 {mark}"), by=moderator, at=now
    )
    assert decision is not None
    objection = appeal(decision=decision, words=f"억울합니다 {mark}", by=author, at=now)
    watch(kind=Listed.WORD, text=f"도박{mark}", holds=True, by=scene.administrator, at=now)
    listed = Watched.objects.order_by("pk").last()
    assert listed is not None
    of_case, of_decision = {"number": case.pk}, {"number": decision.pk}
    return {
        "portal:report": {"kind": "proposal", "number": scene.gathering.pk},
        "portal:my_decision": of_decision,
        "portal:my_objection": of_decision,
        "portal:my_change": of_decision,
        "desk:appeal": {"number": objection.pk},
        "desk:watched_removal": {"number": listed.pk},
        "desk:case": of_case,
        "desk:case_claim": of_case,
        "desk:case_decision": of_case,
    }
