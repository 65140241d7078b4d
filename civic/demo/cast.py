"""The people of an example institution: those with a name, and the many who support."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from civic.categories.models import Category
from civic.demo.stories import Example
from civic.people.models import Department, Role, StaffRole
from platform_core.accounts.models import User

# Shown on the terminal by demo_logins; the demo is no place for secrets.
PASSWORD = "madang-demo"  # noqa: S105

KOREAN = (
    ["느긋한", "부지런한", "다정한", "씩씩한", "조용한", "반가운", "든든한", "산뜻한", "소박한", "명랑한"],
    ["고래", "참새", "느티나무", "감나무", "두루미", "다람쥐", "민들레", "소나기", "돌담", "들국화"],
)
ENGLISH = (
    ["Quiet", "Early", "Patient", "Cheerful", "Steady", "Curious", "Gentle", "Bright", "Busy", "Kind"],
    ["Heron", "Maple", "Walker", "Cyclist", "Gardener", "Baker", "Otter", "Robin", "Neighbour", "Reader"],
)


@dataclass(frozen=True, slots=True)
class Cast:
    citizens: dict[str, User]
    crowd: list[User]
    moderator: User
    administrator: User
    respondents: dict[str, User]
    departments: dict[str, Department]
    categories: dict[str, Category]


def gather(example: Example, *, crowd: int, at: datetime) -> Cast:
    departments = {
        row["code"]: Department.objects.create(code=row["code"].lower(), name=row["name"], position=position)
        for position, row in enumerate(example.people["department"])
    }
    citizens = _people(example.people["citizen"], at)
    staff = _people(example.people["staff"], at)
    _give_roles(example.people["staff"], staff, departments)
    rows = example.people["staff"]
    return Cast(
        citizens=citizens,
        crowd=[*citizens.values(), *_crowd(example, crowd, at)],
        moderator=next(staff[row["key"]] for row in rows if row["role"] == Role.MODERATOR),
        administrator=next(staff[row["key"]] for row in rows if row["role"] == Role.ADMINISTRATOR),
        respondents={row["department"]: staff[row["key"]] for row in rows if row["role"] == Role.RESPONDENT},
        departments=departments,
        categories=_categories(example.people["category"]),
    )


def _people(rows: list[dict[str, Any]], at: datetime) -> dict[str, User]:
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            email=row["email"].lower(),
            name=row["name"],
            password=password,
            joined_at=at - timedelta(days=400),
        )
        for row in rows
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return {row["key"]: user for row, user in zip(rows, users, strict=True)}


def _give_roles(
    rows: list[dict[str, Any]], staff: dict[str, User], departments: dict[str, Department]
) -> None:
    StaffRole.objects.bulk_create(
        StaffRole(
            user=staff[row["key"]],
            role=row["role"],
            department=departments[row["department"]] if row["role"] == Role.RESPONDENT else None,
        )
        for row in rows
    )


def _crowd(example: Example, size: int, at: datetime) -> list[User]:
    """People who support and say nothing. They cannot log in."""
    qualities, nouns = KOREAN if example.who["languages"][0] == "ko" else ENGLISH
    unusable = make_password(None)
    return User.objects.bulk_create(
        User(
            email=f"neighbour{number:04}@example.org",
            name=f"{qualities[number % 10]} {nouns[number // 10 % 10]} {number}",
            password=unusable,
            joined_at=at - timedelta(days=300),
        )
        for number in range(size)
    )


def _categories(rows: list[dict[str, Any]]) -> dict[str, Category]:
    Category.objects.all().delete()
    return {
        row["key"]: Category.objects.create(key=row["key"], name=row["name"], position=position)
        for position, row in enumerate(rows)
    }
