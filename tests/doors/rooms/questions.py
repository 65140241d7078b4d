"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta

from civic.people.models import Role, StaffRole
from civic.questions.letters import Words, write_letter
from platform_core.accounts.models import User
from tests.civic.questions.making import agreed, filled_in, over, published, question_process, with_source
from tests.doors.kinds import FORM_ONLY, MODERATOR_SAYS_SO, OPEN, STAFF, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "portal:questions": OPEN,
    "desk:questions": STAFF,
    "desk:question_new": STAFF,
    # The question of the table belongs to the respondent's department.
    "desk:question": STAFF,
    "desk:question_step": STAFF,
    "desk:question_sources": FORM_ONLY,
    "desk:question_source_removal": FORM_ONLY,
    "desk:question_cards": FORM_ONLY,
    "desk:question_card_place": FORM_ONLY,
    "desk:question_card_removal": FORM_ONLY,
    "desk:question_file": STAFF,
    "desk:question_review": STAFF,
    "desk:question_review_request": FORM_ONLY,
    "desk:question_return": STAFF,
    "desk:question_publication": MODERATOR_SAYS_SO,
    "desk:question_withdrawal": STAFF,
    "desk:question_letter": MODERATOR_SAYS_SO,
    "desk:question_letter_print": MODERATOR_SAYS_SO,
    "desk:question_letter_exports": FORM_ONLY,
    "desk:question_delivery": FORM_ONLY,
    "desk:question_result": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """One that is being prepared, one the department agreed to, and one whose debate is over."""
    by, at, mark = scene.administrator, scene.now, scene.mark
    process = question_process(by, at, name=f"기관 제안{mark}")
    terms = {"department": scene.department, "process": process, "by": by, "mark": mark}
    preparing = filled_in(**terms, at=at)
    source = with_source(preparing, by=by, at=at, name=f"교통량{mark}.txt")
    reviewer = _reviewer(scene)
    ready = agreed(filled_in(**terms, at=at), by=by, reviewer=reviewer, at=at)
    ended = agreed(filled_in(**terms, at=at), by=by, reviewer=reviewer, at=at)
    ended = over(published(ended, by=by, at=at - timedelta(days=40)))
    words = Words(f"소통-1{mark}", f"하늘시{mark}", f"공원과{mark}", f"조례{mark}", f"결과{mark}")
    write_letter(question=ended, words=words, by=by, at=at)
    one, agreed_one, ended_one = ({"pk": row.pk} for row in (preparing, ready, ended))
    file = {**one, "key": source.key}
    return {
        "desk:question": one,
        "desk:question_step": {**one, "step": "consultation"},
        **{f"desk:question_{name}": one for name in ("sources", "cards", "review", "review_request")},
        **{f"desk:question_{name}": file for name in ("source_removal", "file")},
        **{f"desk:question_{name}": file for name in ("card_place", "card_removal")},
        "desk:question_return": one,
        "desk:question_withdrawal": one,
        "desk:question_publication": agreed_one,
        **{
            f"desk:question_{name}": ended_one
            for name in ("letter", "letter_print", "letter_exports", "delivery", "result")
        },
    }


def _reviewer(scene: Scene) -> User:
    """A second person, of the department."""
    person = User.objects.create(email="reviewer@example.org", name=f"검토자{scene.mark}")
    StaffRole.objects.create(user=person, role=Role.RESPONDENT, department=scene.department)
    return person
