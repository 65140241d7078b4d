from tests.civic.answering import in_english, in_seoul, owe_from, terms  # noqa: F401
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
