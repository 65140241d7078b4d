"""Addresses of this room, and one of everything behind them."""

from civic.answers.actions import owe_answer
from civic.answers.models import Answer, Cause
from civic.efficacy.digest import digest_token
from civic.efficacy.models import SurveyReply
from civic.efficacy.survey import survey_token
from tests.doors.kinds import FORM_ONLY, MEMBER, OPEN, STAFF, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "portal:effect": OPEN,
    "api:effect": OPEN,
    "portal:effect_csv": OPEN,
    "portal:effect_xlsx": OPEN,
    "portal:digest_stop": OPEN,
    "portal:my_effect": MEMBER,
    "portal:digest_wish": MEMBER,
    "portal:survey": FORM_ONLY,
    "portal:survey_link": OPEN,
    "desk:statistics": STAFF,
    "desk:statistics_csv": STAFF,
    "desk:statistics_xlsx": STAFF,
    "desk:replies": STAFF,
    "desk:replies_csv": STAFF,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    mark, now, author = scene.mark, scene.now, scene.author
    item = scene.make_proposal(title=f"답변 받은 제안{mark}", author=author)
    request = owe_answer(proposal=item, cause=Cause.RESCUE, at=now)
    assert request is not None
    answer = Answer.objects.create(
        request=request, verdict="adopted", body_html=f"<p>합니다{mark}</p>", published_at=now
    )
    SurveyReply.objects.create(
        answer=answer, person=author, helped="yes", words=f"고맙습니다{mark}", given_at=now, changed_at=now
    )
    token = survey_token(answer=answer.pk, person=author.pk, question="helped", opinion="yes")
    return {
        "portal:digest_stop": {"token": digest_token(author)},
        "portal:survey": {"answer": answer.pk},
        "portal:survey_link": {"token": token},
    }
