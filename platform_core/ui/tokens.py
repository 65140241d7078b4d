"""The custom properties a theme sets.

Named here without their leading dashes. `css/tokens.css` holds the defaults; a theme overrides them in the `theme`
layer (themes/roles.py has their names in KRDS and the pairs that must stay readable, themes/shapes.py the rest).
Components use tokens only, so a theme can never break a page's structure.
"""

# Colour tokens: a theme that sets one in light must set it in dark too.
COLOUR_TOKENS = {
    "page": "behind everything",
    "surface": "cards, forms, the reading area",
    "surface-sunken": "wells, table heads, quiet bands",
    "surface-tint": "a whisper of the brand: selected rows, the own comment",
    "text": "reading text",
    "text-soft": "secondary text: dates, hints",
    "text-brand": "brand-coloured text on surfaces: headings of numbers, active tabs",
    "link": "links in running text",
    "border": "hairlines between things",
    "border-strong": "edges of inputs and outlined buttons (3:1 on surface)",
    "brand": "primary buttons, bars, the active mark",
    "brand-hover": "brand under the pointer",
    "on-brand": "text on brand and brand-hover",
    "accent": "the one warm spot: what people achieved",
    "accent-soft": "the accent as a background",
    "on-accent-soft": "text on accent-soft",
    "header-surface": "the citizen header",
    "header-text": "text in the header",
    "header-border": "line below the header",
    "hero-from": "start of the hero's ground",
    "hero-to": "end of the hero's ground",
    "hero-text": "text on the hero",
    "hero-ornament": "the drawing behind the hero (decoration only)",
    "footer-surface": "the footer",
    "footer-text": "text in the footer",
    "focus": "focus ring (3:1 on page and surface)",
    "chart-1": "first series of a chart; series differ in lightness and in their pattern, too",
    "chart-2": "second series of a chart",
    "chart-3": "third series of a chart",
}

# Shape and type: the same in light and dark.
SHAPE_TOKENS = {
    "radius-s": "badges, inputs",
    "radius-m": "buttons, alerts",
    "radius-l": "cards, panels",
    "radius-button": "buttons (a pill or a plank)",
    "card-line": "width of a card's border: 0 or 1px",
    "card-shadow": "a card's shadow, or none",
    "weight-display": "weight of headings",
    "tracking-display": "letter spacing of headings",
    "size-display": "largest heading (clamp())",
    "emblem": "ground of the drawn emblem: the same in every mode, like any sign",
    "emblem-ink": "what is drawn on it",
    "emblem-spot": "its one spot of another colour",
    "font": "letters of everything",
    "font-display": "letters of headings",
}

HEADER_STYLES = ("solid", "light", "banner")
HERO_STYLES = ("skyline", "waves", "streets", "shelves", "plain")
EMBLEMS = ("sky", "sea", "pillar", "house", "book", "sign")
