"""What is known of a service before anybody enters anything: where it is, and how it names things.

Kakao: developers.kakao.com, “OpenID Connect”. Naver: developers.naver.com, “네이버 로그인 API”. Google:
developers.google.com/identity/openid-connect. PortOne V2: developers.portone.io, “본인인증”.
"""

from dataclasses import dataclass, field

from civic.identity.models import Kind


@dataclass(frozen=True, slots=True)
class Preset:
    """`issuer`: of OpenID Connect, where everything else is asked for; "" where there is none to ask."""

    issuer: str = ""
    scope: str = "openid email"
    # OAuth 2.0 without an identity token (Naver): its addresses, and where the person is in the answer.
    authorize: str = ""
    token: str = ""
    profile: str = ""
    # Whether an address it says is confirmed is so: Kakao and Naver let people write what they like.
    confirms_addresses: bool = False
    more: dict[str, str] = field(default_factory=dict)


PRESETS: dict[str, Preset] = {
    Kind.OIDC: Preset(confirms_addresses=True),
    Kind.KAKAO: Preset(
        issuer="https://kauth.kakao.com", scope="openid account_email", confirms_addresses=True
    ),
    Kind.GOOGLE: Preset(
        issuer="https://accounts.google.com", confirms_addresses=True, more={"prompt": "select_account"}
    ),
    Kind.NAVER: Preset(
        scope="",
        authorize="https://nid.naver.com/oauth2.0/authorize",
        token="https://nid.naver.com/oauth2.0/token",  # noqa: S106 - an address
        profile="https://openapi.naver.com/v1/nid/me",
    ),
    # {key}: what was entered as client ID.
    Kind.NHN: Preset(issuer="https://api-sms.cloud.toast.com/sms/v3.0/appKeys/{key}/sender/sms"),
    Kind.SOLAPI: Preset(issuer="https://api.solapi.com/messages/v4/send"),
    Kind.TEXTS: Preset(),
    Kind.PORTONE: Preset(issuer="https://api.portone.io"),
}
