"""Who may take a task away."""

from civic.people.models import Role, StaffRole
from civic.people.rules import may_take_role


def test_only_an_administrator_takes_tasks_away(haneul, make_staff):
    make_staff(Role.ADMINISTRATOR)
    moderator = make_staff(Role.MODERATOR)
    theirs = StaffRole.objects.get(user=moderator)
    assert may_take_role(moderator, theirs).code == "not_allowed"
    assert may_take_role(make_staff(Role.ADMINISTRATOR), theirs).allowed
