"""From a few plain paragraphs to a letter: the text comes first, the HTML is made from it."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from platform_core.outbound.sender import home_address, sender_language, sender_look, sender_name


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


def write_letter(
    *,
    subject: str,
    body: str,
    action_label: str = "",
    action_url: str = "",
    why: str = "",
    unsubscribe_url: str = "",
    language: str = "",
) -> Letter:
    """A letter in the institution's name.

    `body` is plain text, paragraphs apart by a blank line. `why` says in one sentence why the reader
    gets this. `language` is that of the frame around the body (default: the institution's first).
    """
    language = language or sender_language()
    context = {
        "subject": subject,
        "body": body.strip(),
        "action_label": action_label,
        "action_url": action_url,
        "why": why,
        "unsubscribe_url": unsubscribe_url,
        "language": language,
        "sender": sender_name(),
        **sender_look(),
        "home_url": home_address(),
    }
    with translation.override(language):
        text = render_to_string("outbound/letter.txt", context)
        html = render_to_string("outbound/letter.html", context)
    return Letter(subject=subject, text=text.strip() + "\n", html=html)
