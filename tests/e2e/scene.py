"""Opens three small cities with a little of everything, through the product's own verbs.

Run as a program against the e2e database; prints what the tests need to know as JSON.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django

PASSWORD = "정말 긴 암호 하나"
OPERATOR = "operator@example.org"
CROWD = 60
BODY = "횡단보도 앞에서 학교로 가는 아이들이 늘 뛰어 건넙니다.\n\n- 신호가 너무 짧습니다\n- 어르신도 걱정하십니다\n\n**10초만** 늘려 주세요."


def build() -> dict[str, Any]:
    from django.utils import timezone

    from tenants.migrations_across.bring import bring_to_head

    bring_to_head()
    now = timezone.now()
    haneul = _city("하늘시", "haneul.localhost", "metropolitan", "seoul_like", now)
    bada = _city("바다군", "bada.localhost", "county", "small_county", now)
    goyo = _city("고요면", "goyo.localhost", "county", "small_county", now)
    return {
        "haneul": haneul,
        "bada": bada,
        "goyo": goyo,
        "operator": {"email": OPERATOR, "secret": _operator(now)},
    }


def _city(name: str, host: str, kind: str, preset: str, now: Any) -> dict[str, Any]:
    from tenants.context import institution_context
    from tenants.provisioning.order import InstitutionOrder
    from tenants.provisioning.run import open_institution

    order = InstitutionOrder(
        name=name,
        host=host,
        kind=kind,
        languages=("ko", "en"),
        administrator_email=f"administrator@{host.replace('.localhost', '.example')}",
        process_preset=preset,
    )
    institution = open_institution(order=order, at=now)
    with institution_context(institution), timezone_of(institution):
        return {"schema": institution.schema_name, "host": host, **_life(now)}


def timezone_of(institution: Any) -> Any:
    from django.utils import timezone

    return timezone.override(institution.zone)


def _life(now: Any) -> dict[str, Any]:
    from civic.people.models import Department, Role, StaffRole

    roads = Department.objects.create(code="roads", name="도로과", position=1)
    Department.objects.create(code="parks", name="공원녹지과", position=2)
    people = {
        "citizen": _person("citizen@example.org", "김하늘", now),
        "author": _person("author@example.org", "이바다", now),
        "phone": _person("phone@example.org", "오열쇠", now),
        "moderator": _person("moderator@example.org", "박운영", now),
        "respondent": _person("respondent@example.org", "최도로", now),
        "administrator": _person("admin@example.org", "정관리", now),
    }
    StaffRole.objects.create(user=people["moderator"], role=Role.MODERATOR)
    StaffRole.objects.create(user=people["respondent"], role=Role.RESPONDENT, department=roads)
    StaffRole.objects.create(user=people["administrator"], role=Role.ADMINISTRATOR)
    crowd = _crowd(CROWD)
    return _proposals(people, crowd, roads, now)


def _person(email: str, name: str, now: Any) -> Any:
    from platform_core.accounts.actions import open_account

    return open_account(email=email, name=name, password=PASSWORD, at=now)


def _crowd(count: int) -> list[Any]:
    from platform_core.accounts.models import User

    return User.objects.bulk_create(
        User(email=f"neighbour{n}@example.org", name=f"이웃 {n}", password="!") for n in range(count)
    )


def _proposals(people: dict[str, Any], crowd: list[Any], roads: Any, now: Any) -> dict[str, Any]:
    from civic.answers.actions import Reply
    from civic.answers.models import AnswerRequest, Verdict
    from civic.journeys.answer import answer, assign
    from civic.journeys.settle import settle
    from civic.proposals.actions import write_comment

    def needed(proposal: Any) -> int:
        return int(proposal.rules.first_threshold.count)

    def owed(title: str) -> Any:
        proposal = propose(title, people["author"], now - timedelta(days=6))
        supported(proposal, crowd[: needed(proposal)], now)
        settle(proposal=proposal, count=needed(proposal), at=now - timedelta(days=2))
        return AnswerRequest.objects.get(proposal=proposal)

    fresh = propose("학교 앞 신호를 10초만 늘려 주세요", people["author"], now - timedelta(hours=3))
    supported(fresh, crowd[:3], now)
    write_comment(
        proposal=fresh, author=people["citizen"], body="저도 매일 아침 봅니다. 꼭 필요해요.", at=now
    )
    near = propose("은행나무길 가로등을 고쳐 주세요", people["author"], now - timedelta(days=1))
    supported(near, crowd[: needed(near) - 1], now)
    on_paper = propose("중앙시장 앞에 그늘막을 놓아 주세요", people["author"], now - timedelta(days=1))
    waiting = owed("시립도서관을 밤 열 시까지 열어 주세요")
    prepared = owed("한빛공원 화장실에 손잡이를 달아 주세요")
    assign(request=prepared, department=roads, by=people["moderator"], at=now - timedelta(days=1))
    answered = owed("강변산책로에 의자를 더 놓아 주세요")
    assign(request=answered, department=roads, by=people["moderator"], at=now - timedelta(days=1))
    reply = Reply(Verdict.ADOPTED, "의자 열 개를 놓겠습니다.", "", "도로과가 다음 달까지 놓습니다.", None)
    answer(request=answered, reply=reply, by=people["respondent"], at=now - timedelta(hours=5))
    return {
        "fresh": fresh.pk,
        "once": _once(people["author"], now).pk,
        "near": near.pk,
        "on_paper": on_paper.pk,
        "threshold": needed(near),
        "waiting_request": waiting.pk,
        "prepared_request": prepared.pk,
        "answered": answered.proposal_id,
    }


def _once(author: Any, now: Any) -> Any:
    """Of a process in which a code from a letter is enough to support; nothing new begins in it."""
    from civic.processes.actions import publish_rules
    from civic.processes.models import Process, ProcessVersion
    from civic.processes.queries import current_version
    from civic.proposals.actions import Writing, submit_proposal

    once = {"support": {"member": False, "mail_confirmed": True}}
    process = Process.objects.create(key="once", name="열린 공감", is_open=False)
    document = {**current_version().document, "eligibility": once}
    publish_rules(process=process, document=document, reason="시험", by=None, at=now)
    process.refresh_from_db()
    return submit_proposal(
        author=author,
        writing=Writing("버스 정류장에 의자를", BODY, None),
        version=ProcessVersion.objects.get(pk=process.current_version_id),
        at=now - timedelta(hours=2),
    )


def propose(title: str, author: Any, at: Any) -> Any:
    from civic.categories.models import Category
    from civic.processes.queries import current_version
    from civic.proposals.actions import Writing, submit_proposal

    category = Category.objects.order_by("position").first()
    return submit_proposal(
        author=author, writing=Writing(title, BODY, category), version=current_version(), at=at
    )


def supported(proposal: Any, people: list[Any], now: Any) -> None:
    """Rows and their count, as if they had been rolled up."""
    from civic.proposals.models import ProposalStat, Support

    Support.objects.bulk_create(Support(proposal=proposal, citizen=one, given_at=now) for one in people)
    ProposalStat.objects.filter(proposal=proposal).update(support_count=len(people), last_activity_at=now)


def _operator(now: Any) -> str:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from tenants.context import public

    with public():
        secret = generate_totp_secret()
        TOTP.activate(_person(OPERATOR, "오운영", now), secret)
    return str(secret)


if __name__ == "__main__":
    django.setup()
    json.dump(build(), sys.stdout, ensure_ascii=False)
