"""The demo's post office: every letter counts as delivered, and can be read at /inbox/."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class LocalInbox(BaseEmailBackend):
    """Takes letters and sends nothing anywhere: the OutboundMail row is the letter."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message()  # written out in full, so that a letter no server would take fails here too
        return len(email_messages)
