"""What the rooms are given to make one of everything: people, a department, a proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from civic.people.models import Department
from civic.proposals.models import Proposal
from platform_core.accounts.models import User


@dataclass(frozen=True, slots=True)
class Scene:
    """`author` is the citizen of the table and wrote `gathering`. `mark`: see one_of_everything."""

    author: User
    administrator: User
    department: Department
    gathering: Proposal
    make_proposal: Callable[..., Proposal]
    now: datetime
    mark: str
