"""Dates as Korean readers write them: Django's own puts 오전/오후 after the time."""

DATE_FORMAT = "Y년 n월 j일"
TIME_FORMAT = "A g:i"
DATETIME_FORMAT = "Y년 n월 j일 A g:i"
SHORT_DATE_FORMAT = "Y.n.j."
SHORT_DATETIME_FORMAT = "Y.n.j. A g:i"
MONTH_DAY_FORMAT = "n월 j일"
