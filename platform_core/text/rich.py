"""Text with a little form: what citizens write (light Markdown) and what officers write (HTML).

Everything that becomes HTML here leaves through one allow list. Stored HTML remembers the
POLICY_VERSION it was cleaned under, so that old rows can be found and cleaned again.
"""

import re

import nh3
from django.utils.translation import gettext_lazy as _

from platform_core.text.links import link_bare_urls
from platform_core.text.markdown import to_html
from platform_core.text.markup import is_too_deep
from platform_core.text.normalise import UncleanText, refuse_broken
from platform_core.text.plain import excerpt, plain_text

__all__ = ["POLICY_VERSION", "excerpt", "plain_text", "render_markdown", "sanitise_html"]

POLICY_VERSION = 1
LARGEST_HTML = 400_000

ALLOWED_TAGS = frozenset(
    "p div br hr h2 h3 ul ol li blockquote strong em del sub sup a".split(),
)
# "*" is named so that nh3 does not add its own `lang` and `title` to every element.
ALLOWED_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
# Elements that are taken away with what is inside them: none of it was meant to be read.
UNREADABLE_TAGS = frozenset(
    "script style template noscript title head xml svg math iframe object embed applet select textarea".split()
)
SAME_MEANING = {
    "b": "strong",
    "i": "em",
    "s": "del",
    "strike": "del",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
}
_RENAMED = re.compile(rf"<(/?)({'|'.join(SAME_MEANING)})>")

_WEB_ADDRESS = re.compile(r"\s*https?://[^\s/?#]", re.IGNORECASE)


def _only_web_addresses(_tag: str, name: str, value: str) -> str | None:
    """“https:x” and “https:///x” pass for addresses of a scheme, but lead back into this site or nowhere."""
    if name != "href":
        return value
    return value.strip() if _WEB_ADDRESS.match(value) else None


_cleaner = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    clean_content_tags=set(UNREADABLE_TAGS),
    attributes=ALLOWED_ATTRIBUTES,
    attribute_filter=_only_web_addresses,
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="nofollow ugc noopener",
)
_first_cleaner = nh3.Cleaner(
    tags=set(ALLOWED_TAGS) | set(SAME_MEANING),
    clean_content_tags=set(UNREADABLE_TAGS),
    attributes=ALLOWED_ATTRIBUTES,
    attribute_filter=_only_web_addresses,
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel=None,
)


def render_markdown(text: str) -> str:
    """Safe HTML from what a citizen typed into a plain text box. See platform_core/text/markdown.py."""
    return finish(_cleaner.clean(to_html(text)))


def sanitise_html(html: str) -> str:
    """Safe HTML from an editor: the allow list above, links to http and https only, bare URLs linked.

    Cleaning clean HTML changes nothing. Raises UncleanText (`far_too_long`, `too_tangled`,
    `null_character`, `broken_character`).
    """
    refuse_unreasonable(html)
    return finish(_RENAMED.sub(lambda tag: f"<{tag[1]}{SAME_MEANING[tag[2]]}>", _first_cleaner.clean(html)))


def finish(html_from_nh3: str) -> str:
    """Link bare addresses, then let nh3 have the last word."""
    return _cleaner.clean(link_bare_urls(html_from_nh3)).strip()


def refuse_unreasonable(html: str) -> None:
    """Raise UncleanText for HTML that would cost more to read than anybody would."""
    if len(html) > LARGEST_HTML:
        raise UncleanText("far_too_long", _("This text is far too long to take in. Please shorten it."))
    refuse_broken(html)
    if is_too_deep(html):
        raise UncleanText(
            "too_tangled", _("The formatting of this text cannot be read. Please paste it as plain text.")
        )
