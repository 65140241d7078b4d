"""What a token may say, other than a colour: closed lists, each with a word people read in the editor."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mode(models.TextChoices):
    LIGHT = "light", pgettext_lazy("colours", "Light")
    DARK = "dark", pgettext_lazy("colours", "Dark")
    CONTRAST = "contrast", pgettext_lazy("colours", "High contrast")


class Ground(models.TextChoices):
    """What lies behind the cards, and what the greys lean to."""

    TINTED = "tinted", _("A breath of the brand colour")
    WARM = "warm", _("Warm, like paper")
    PLAIN = "plain", _("White")


class HeroTone(models.TextChoices):
    """How heavy the band at the top of the front page is."""

    DEEP = "deep", _("Deep, with light words")
    PALE = "pale", _("Pale, with dark words")
    QUIET = "quiet", _("Hardly any")


class Radius(models.TextChoices):
    NONE = "none", _("Straight corners")
    SLIGHT = "slight", _("Slightly rounded")
    SOFT = "soft", _("Soft corners")
    ROUND = "round", _("Round corners")


class Buttons(models.TextChoices):
    PLANK = "plank", _("Corners as everywhere else")
    PILL = "pill", _("Round ends")


class Cards(models.TextChoices):
    RAISED = "raised", _("A fine line and a shadow")
    AFLOAT = "afloat", _("A wide shadow, no line")
    FLAT = "flat", _("A fine line, no shadow")


class Density(models.TextChoices):
    TIGHT = "tight", pgettext_lazy("room between things", "Close")
    NORMAL = "normal", pgettext_lazy("room between things", "As usual")
    ROOMY = "roomy", pgettext_lazy("room between things", "Roomy")


class Family(models.TextChoices):
    """Of letters. Only the headings of the first are sent over the line; the others every device has."""

    GOTHIC = "gothic", _("Gothic, headings in Pretendard GOV")
    SERIF = "serif", _("Gothic, headings in Myeongjo")
    SYSTEM = "system", _("The letters of each device")


class Scale(models.TextChoices):
    """How much larger headings are than text."""

    CALM = "calm", pgettext_lazy("size of headings", "Calm")
    NORMAL = "normal", pgettext_lazy("size of headings", "As usual")
    LOUD = "loud", pgettext_lazy("size of headings", "Large")


class Header(models.TextChoices):
    LIGHT = "light", _("One row on a light ground")
    SOLID = "solid", _("One row on a dark ground")
    BANNER = "banner", _("A large name with the menu below")


class Hero(models.TextChoices):
    SKYLINE = "skyline", _("Roofs of a city")
    WAVES = "waves", _("Sea and islands")
    STREETS = "streets", _("Houses along a street")
    SHELVES = "shelves", _("Books on shelves")
    PLAIN = "plain", _("No drawing")


class Emblem(models.TextChoices):
    """The drawn ones, and the institution's own file."""

    SKY = "sky", _("Sky")
    SEA = "sea", _("Sea")
    PILLAR = "pillar", _("Pillars")
    HOUSE = "house", _("House")
    BOOK = "book", _("Book")
    SIGN = "sign", _("Sign")
    OWN = "own", _("Our own emblem")


class Illustrations(models.TextChoices):
    """The small pictures on empty pages."""

    LINE = "line", _("Drawn with lines")
    FILLED = "filled", _("Filled shapes")
    NONE = "none", _("No pictures")
