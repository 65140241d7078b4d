"""What people read when a service did not do as it should."""

from django.utils.translation import gettext as _


def trouble_in_words(code: str, service: str) -> str:
    """For whoever wants to come in: what happened, in one sentence."""
    words = {
        "down": _("%(service)s cannot be reached right now."),
        "slow": _("%(service)s takes too long to answer right now."),
        "code_refused": _("%(service)s did not confirm this attempt. Please begin once more."),
        "other_attempt": _("This answer belongs to another attempt. Please begin once more."),
        "too_old": _("This answer came too late. Please begin once more."),
        "not_finished": _("You have not finished at %(service)s yet."),
        "not_verified": _("%(service)s could not confirm who you are."),
        "not_sent": _("%(service)s says that the message was not sent."),
        "no_person": _("%(service)s did not say which person you are, so nobody could be counted once."),
    }
    return words.get(code, _("%(service)s gave an answer that cannot be relied on.")) % {"service": service}


def text_trouble_in_words(code: str) -> str:
    """For whoever waits for a text message: why none comes, and what to do instead."""
    words = {
        "other_country": _("No messages are sent to numbers of this country. Use your e-mail address."),
        "enough_today": _("No more messages are sent today. Use your e-mail address, or come back tomorrow."),
    }
    return words.get(
        code, _("Messages cannot be sent right now. Use your e-mail address, or try again later.")
    )


def trial_in_words(code: str) -> str:
    """For whoever entered the service: what to look at."""
    words = {
        "": _("It answers as it should. Sign in with it once yourself before you open it."),
        "address": _(
            "This address cannot be asked: it has to begin with https:// and stand on the internet."
        ),
        "down": _("Nobody answers at this address. Check it letter by letter."),
        "slow": _(
            "The service takes more than three seconds. Try again; if it stays so, ask whoever runs it."
        ),
        "size": _("The answer is far too long: this is hardly such a service."),
        "status": _("The service answers, but not with its description. Check the address of the issuer."),
        "nonsense": _("The service answers, but not with its description. Check the address of the issuer."),
        "not_oidc": _("The service's description lacks what signing in needs."),
        "other_issuer": _("The service calls itself by another address. Enter the one it uses itself."),
        "no_secret": _("The secret cannot be read any more. Enter it again."),
        "no_number": _("Type the number of a mobile phone that you have at hand: one message goes there."),
        "other_country": _("Your own rules let no message go to this country."),
        "enough_today": _("As many messages as your own rules allow have gone today."),
        "not_sent": _(
            "The service answers that it sent nothing. Mostly the sender's number is not registered there."
        ),
        "we_are_refused": _("The service does not accept the secret. Enter it again."),
    }
    return words.get(code, _("The service gave an answer that cannot be relied on."))
