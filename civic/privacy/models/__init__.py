"""What this room keeps."""

from civic.privacy.models.asking import Came, DataRequest, Officer, State, Wish
from civic.privacy.models.destroying import Destruction, DormantWarning, Kind
from civic.privacy.models.looking import Look, LookReview

__all__ = [
    "Came",
    "DataRequest",
    "Destruction",
    "DormantWarning",
    "Kind",
    "Look",
    "LookReview",
    "Officer",
    "State",
    "Wish",
]
