"""The design tokens a theme may set, and the pairs that must stay readable.

A token is a CSS custom property without its leading dashes. `static/ui/tokens.css` holds the
defaults; a theme (themes/catalogue/*.toml, `[tokens.light]` and `[tokens.dark]`) overrides them
in the `theme` layer. Components use tokens only, so a theme can never break a page's structure.
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
}

# (text, background): at least 4.5:1 in every theme, light and dark (WCAG 1.4.3 AA).
TEXT_PAIRS = [
    ("text", "page"),
    ("text", "surface"),
    ("text", "surface-sunken"),
    ("text", "surface-tint"),
    ("text-soft", "page"),
    ("text-soft", "surface"),
    ("text-soft", "surface-sunken"),
    ("text-soft", "surface-tint"),
    ("text-brand", "page"),
    ("text-brand", "surface"),
    ("text-brand", "surface-tint"),
    ("link", "page"),
    ("link", "surface"),
    ("link", "surface-sunken"),
    ("link", "surface-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-accent-soft", "accent-soft"),
    ("header-text", "header-surface"),
    ("hero-text", "hero-from"),
    ("hero-text", "hero-to"),
    ("footer-text", "footer-surface"),
]

# (edge, background): at least 3:1 (WCAG 1.4.11): what shows that a thing can be used.
EDGE_PAIRS = [
    ("border-strong", "surface"),
    ("border-strong", "page"),
    ("brand", "surface"),
    ("focus", "page"),
    ("focus", "surface"),
]

HEADER_STYLES = ("solid", "light", "banner")
HERO_STYLES = ("skyline", "waves", "plain")
EMBLEMS = ("sky", "sea", "pillar")
