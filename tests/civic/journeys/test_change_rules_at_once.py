"""Two administrators press at the same moment: one version comes of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from django.db import connection
from django.utils import timezone

from civic.journeys.change_rules import begin_changing, change_draft, publish_alone
from civic.people.models import Role, StaffRole
from civic.processes.models import Process, ProcessVersion
from civic.processes.publishing import Overtaken
from platform_core.accounts.models import User
from tenants.context import institution_context


def colleague(number: int) -> User:
    person = User.objects.create(email=f"admin{number}@example.org", name=f"관리자 {number}", password="!")
    StaffRole.objects.create(user=person, role=Role.ADMINISTRATOR)
    return person


def longer(document):
    stages = [{**stage} for stage in document["stages"]]
    stages[0]["window"] = {**stages[0]["window"], "days": 77}
    return {**document, "stages": stages}


def test_of_four_who_publish_at_once_one_does(fresh_institution):
    people = [colleague(number) for number in range(4)]
    process = Process.objects.get(key="proposals")
    now: datetime = timezone.now()
    begin_changing(process=process, by=people[0], at=now)
    draft = change_draft(process=process, change=longer, part="x", by=people[0], at=now)
    together = Barrier(len(people))

    def press(person: User) -> str:
        with institution_context(fresh_institution):
            try:
                together.wait(10)
                publish_alone(
                    process=process,
                    seen=draft.edition,
                    seen_number=1,
                    reason="의결",
                    brings_along=False,
                    by=person,
                    at=timezone.now(),
                )
            except Overtaken:
                return "told"
            finally:
                connection.close()
            return "published"

    with ThreadPoolExecutor(len(people)) as pool:
        said = sorted(pool.map(press, people))
    assert said == ["published", "told", "told", "told"]
    assert ProcessVersion.objects.filter(process=process).count() == 2
