"""Institutions with many proposals and many citizens, made by SQL in seconds. The words are only Korean-like."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from platform_core.accounts.models import User
from tenants.context import institution_context
from tenants.models import Institution
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.run import open_institution

PEOPLE = """
INSERT INTO accounts_user (password, email, name, language, is_active, joined_at, session_epoch)
SELECT '!', 'citizen' || n || '@example.org', '시민 ' || n, '', true, now(), 0 FROM generate_series(1, %(people)s) n
"""
PROPOSALS = """
INSERT INTO proposals_proposal (
    title, body_html, body_source, excerpt, author_id, category_id, process_version_id, stage, stage_entered_at,
    submitted_at, closes_at, closed_as, standing, standing_reason, version, search_terms, origin, source,
    source_number, imported_support)
SELECT
    words.place || ' ' || words.thing || ' ' || n || '번째 개선 제안',
    '<p>' || repeat(words.place || '의 ' || words.thing || '를 고쳐 주세요. ', 12) || '</p>', '',
    words.place || '의 ' || words.thing || '를 고쳐 주세요. 아이와 어르신이 함께 쓰는 곳이라 하루가 급합니다.',
    (SELECT min(id) FROM accounts_user),
    (SELECT id FROM categories_category ORDER BY id OFFSET n %% 5 LIMIT 1),
    (SELECT max(id) FROM processes_processversion), 'gathering', moment.at, moment.at,
    moment.at + interval '31 days', '', 'open', '', 1,
    ARRAY[left(words.place, 2), substr(words.place, 2, 2), left(words.thing, 2), 'k' || n %% 997],
    'online', '', '', 0
FROM generate_series(1, %(proposals)s) n,
LATERAL (SELECT now() - (n * interval '20 days' / %(proposals)s) AS at) moment,
LATERAL (SELECT
    (ARRAY['한빛초등학교','강변산책로','중앙시장','새터공원','은행나무길','시립도서관','문화회관'])[1 + n %% 7] AS place,
    (ARRAY['횡단보도','가로등','그늘막','정류장','놀이터','화장실','주차장','배수로'])[1 + n %% 8] AS thing) words
"""
STATS = """
INSERT INTO proposals_proposalstat (proposal_id, support_count, comment_count, last_activity_at)
SELECT id, (id * 7919) %% %(most)s, (id * 104729) %% 30, submitted_at FROM proposals_proposal
"""


def open_city(host: str, *, people: int = 1, proposals: int = 0, most: int = 48) -> Institution:
    """An institution at `host` with citizens and proposals that gather support, as if vacuumed last night.

    The proposals show 0 to `most` - 1 supports, without rows behind them.
    """
    order = InstitutionOrder(
        name="하늘시",
        host=host,
        administrator_email="administrator@haneul.example",
        languages=("ko", "en"),
        process_preset="seoul_like",
    )
    institution = open_institution(order=order, at=timezone.now())
    with institution_context(institution), connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"people": people})
        if proposals:
            cursor.execute(PROPOSALS, {"proposals": proposals})
            cursor.execute(STATS, {"most": most})
        for table in ("accounts_user", "proposals_proposal", "proposals_proposalstat"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return institution


def sign_in(institution: Institution, count: int) -> list[str]:
    """Cookies of the first `count` citizens, each with a session as log-in leaves it."""
    store = SessionStore()
    cookies, rows = [], []
    with institution_context(institution):
        ends = timezone.now() + timedelta(days=14)
        for person in User.objects.order_by("pk")[:count]:
            key = f"{person.pk:032d}"
            said = {
                SESSION_KEY: str(person.pk),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: person.get_session_auth_hash(),
            }
            rows.append(Session(session_key=key, session_data=store.encode(said), expire_date=ends))
            cookies.append(f"{settings.SESSION_COOKIE_NAME}={key}")
        Session.objects.bulk_create(rows, batch_size=2_000)
    return cookies
