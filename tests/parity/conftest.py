"""The people of the scenarios: citizens, a respondent (담당자), a moderator and an administrator (관리자)."""

from collections.abc import Callable
from typing import Any

import pytest

from civic.proposals.models import Proposal
from platform_core.access import Refused
from platform_core.accounts.models import User
from tests.civic.debates.conftest import debate  # noqa: F401
from tests.civic.proposals.conftest import at_least, document, gathering, process, submitted  # noqa: F401
from tests.civic.scenes import (  # noqa: F401
    administrator,
    category,
    moderator,
    owe,
    parks,
    propose,
    respondent,
    roads,
)

NOT_MODERATORS = ["respondent", "citizen"]
Somebody = Callable[[str], User]


@pytest.fixture
def somebody(request: pytest.FixtureRequest) -> Somebody:
    """`somebody("respondent")`: the person of that name in this file's fixtures."""
    return lambda who: request.getfixturevalue(who)


def refusal(deed: Callable[..., Any], **given: Any) -> str:
    """The code under which it is refused; a sentence for the person stands beside it."""
    with pytest.raises(Refused) as refused:
        deed(**given)
    assert str(refused.value.verdict.sentence)
    return refused.value.verdict.code


@pytest.fixture
def counted(submitted: Any) -> Proposal:  # noqa: F811
    """A proposal under rules that count the people who take part."""
    answered = {"kind": "answering", "ways": {"adopted": "closed"}}
    made: Proposal = submitted(document(gathering(at_least(1_000, counter="participants")), answered))
    return made
