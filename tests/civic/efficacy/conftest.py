"""People who took part at 하늘시 over some months, and what came of it."""

from tests.civic.answering import english, in_english, in_seoul  # noqa: F401
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
