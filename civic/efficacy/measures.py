"""What is counted, each measure as one question to the database. `days` come from `at`, on the institution's calendar.

The definitions people read are in words.py; whoever changes one changes the other.
"""

from collections.abc import Mapping
from types import MappingProxyType

_ITEM = "JOIN proposals_proposal p ON p.id ="
# What everybody may see; what came from an earlier platform kept no dates here.
_PUBLIC = "p.standing = 'open' AND p.visibility = 'public'"
_OWED = f"""
    FROM answers_answerrequest r {_ITEM} r.proposal_id
    WHERE {_PUBLIC} AND r.cause <> 'import' AND r.state <> 'cancelled'
"""  # noqa: S608 - our own words
_GIVEN = f"""
    SELECT a.published_at AS at, p.category_id AS category, r.department_id AS department
    FROM answers_answer a JOIN answers_answerrequest r ON r.id = a.request_id {_ITEM} r.proposal_id
    WHERE {_PUBLIC} AND r.cause <> 'import'
"""  # noqa: S608 - our own words
_OWED_AT = "SELECT r.opened_at AS at, p.category_id AS category, r.department_id AS department"
_REPLIES = f"""
    SELECT a.published_at AS at, p.category_id AS category, r.department_id AS department
    FROM efficacy_surveyreply s JOIN answers_answer a ON a.id = s.answer_id
    JOIN answers_answerrequest r ON r.id = a.request_id {_ITEM} r.proposal_id
    WHERE {_PUBLIC}
"""  # noqa: S608 - our own words


def _of_item(at: str, rows: str) -> str:
    return f"SELECT {at} AS at, p.category_id AS category, p.department_id AS department FROM {rows}"  # noqa: S608


def _of_nothing(at: str, rows: str) -> str:
    return f"SELECT {at} AS at, NULL::bigint AS category, NULL::bigint AS department FROM {rows}"  # noqa: S608


_VOTED = """
    SELECT v.person_id AS person, v.at, 'voted' AS deed, p.id AS item, p.category_id AS category,
           p.department_id AS department, v.is_offline AS paper
    FROM ballots_voter v JOIN ballots_ballot b ON b.id = v.ballot_id
    LEFT JOIN proposals_proposal p ON p.id = b.item_id AND NOT b.is_joint
"""

# One row for each thing that happened: at, category, department.
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "proposals": _of_item("p.submitted_at", "proposals_proposal p WHERE p.origin IN ('online', 'paper')"),
        "supports": _of_item("s.given_at", f"proposals_support s {_ITEM} s.proposal_id"),
        "comments": _of_item("c.created_at", f"proposals_comment c {_ITEM} c.proposal_id"),
        "opinions": _of_item(
            "o.written_at",
            f"debates_opinion o JOIN debates_debate d ON d.id = o.debate_id {_ITEM} d.item_id",
        ),
        "votes": _of_item(
            "o.written_at",
            "debates_currentvote v JOIN debates_opinion o ON o.id = v.opinion_id"
            f" JOIN debates_debate d ON d.id = v.debate_id {_ITEM} d.item_id WHERE v.side <> ''",
        ),
        # That somebody voted, never what. What is voted on together is no single item's.
        "cast": f"SELECT at, category, department FROM ({_VOTED}) voted",  # noqa: S608
        "joined": _of_nothing(
            "u.joined_at",
            "accounts_user u WHERE NOT EXISTS (SELECT FROM paper_offlineperson f WHERE f.user_id = u.id)",
        ),
        "came": _of_nothing("s.checked_in_at", "gatherings_signup s WHERE s.checked_in_at IS NOT NULL"),
        "debates": _of_item(
            "d.opened_at", f"debates_debate d {_ITEM} d.item_id WHERE d.opened_at IS NOT NULL"
        ),
        "asked": _of_item("p.submitted_at", f"questions_question q {_ITEM} q.item_id"),
        "executions": """SELECT e.opened_at AS at, NULL::bigint AS category, e.department_id AS department
            FROM execution_execution e""",
        "owed": f"{_OWED_AT} {_OWED}",
        "owed_answered": f"{_OWED_AT} {_OWED} AND r.state = 'answered'",
        "owed_in_time": f"{_OWED_AT} {_OWED} AND r.state = 'answered' AND r.closed_at < r.due_at",
        "owed_late": f"""{_OWED_AT} {_OWED}
            AND CASE r.state WHEN 'answered' THEN r.closed_at >= r.due_at ELSE r.due_at <= %(until_at)s END""",
        "answers": _GIVEN,
        "answers_adopted": f"{_GIVEN} AND a.verdict IN ('adopted', 'partly')",
        "answers_declined": f"{_GIVEN} AND a.verdict = 'declined'",
        "answers_studying": f"{_GIVEN} AND a.verdict = 'studying'",
        "replies_understood": f"{_REPLIES} AND s.understood <> ''",
        "understood_yes": f"{_REPLIES} AND s.understood = 'yes'",
        "replies_helped": f"{_REPLIES} AND s.helped <> ''",
        "helped_yes": f"{_REPLIES} AND s.helped = 'yes'",
    }
)

BY_DAY = """
WITH facts AS ({facts}), dated AS (
    SELECT (at AT TIME ZONE %(zone)s)::date AS day, category, department FROM facts WHERE at < %(until_at)s
)
SELECT %(measure)s AS measure, day,
       CASE WHEN grouping(category) = 0 THEN 'category:' || coalesce(category, 0)
            WHEN grouping(department) = 0 THEN 'department:' || coalesce(department, 0) ELSE '' END AS dimension,
       count(*) AS value
FROM dated GROUP BY GROUPING SETS ((day), (day, category), (day, department))
"""

# Of each answer: those who took part before it, and those of them who had word of it.
_REACH = f"""
    SELECT a.published_at AS at, p.category_id AS category, r.department_id AS department, {{many}} AS many
    FROM efficacy_answerreach e JOIN answers_answer a ON a.id = e.answer_id
    JOIN answers_answerrequest r ON r.id = a.request_id {_ITEM} r.proposal_id WHERE {_PUBLIC}
"""  # noqa: S608 - our own words
SUMS: Mapping[str, str] = MappingProxyType(
    {"to_tell": _REACH.format(many="e.people"), "told": _REACH.format(many="e.reached")}
)
SUM_BY_DAY = BY_DAY.replace(
    "category, department FROM facts", "category, department, many FROM facts"
).replace("count(*) AS value", "sum(many)::bigint AS value")

# What was carried out, and everything that led to it: a change counts for each proposal it grew out of.
CHANGES = f"""
WITH RECURSIVE grown (item, at, depth) AS (
    SELECT p.id, coalesce(e.finished_at, p.closed_at), 0 FROM proposals_proposal p
    LEFT JOIN execution_executionitem i ON i.proposal_id = p.id
    LEFT JOIN execution_execution e ON e.id = i.execution_id
    WHERE p.closed_as = 'carried_out' AND {_PUBLIC}
    UNION
    SELECT b.earlier, g.at, g.depth + 1 FROM grown g JOIN (
        SELECT earlier_id AS earlier, later_id AS later FROM proposals_link
        UNION ALL SELECT merged_id, kept_id FROM proposals_merger WHERE undone_at IS NULL
    ) b ON b.later = g.item WHERE g.depth < 5
), changed AS (
    SELECT p.id, p.category_id AS category, p.department_id AS department, p.submitted_at, min(g.at) AS at
    FROM grown g {_ITEM} g.item
    WHERE {_PUBLIC} AND p.origin IN ('online', 'paper') AND g.at >= p.submitted_at AND g.at < %(until_at)s
    GROUP BY p.id
), dated AS (
    SELECT category, department, (at AT TIME ZONE %(zone)s)::date AS day,
           (at AT TIME ZONE %(zone)s)::date - (submitted_at AT TIME ZONE %(zone)s)::date AS days FROM changed
)
SELECT %(measure)s AS measure, day,
       CASE WHEN grouping(category) = 0 THEN 'category:' || coalesce(category, 0)
            WHEN grouping(department) = 0 THEN 'department:' || coalesce(department, 0) ELSE '' END
       || '@' || days AS dimension,
       count(*) AS value
FROM dated GROUP BY GROUPING SETS ((day, days), (day, days, category), (day, days, department))
"""  # noqa: S608 - our own words

# Who did what, when, about what; on paper or face to face, or here.
DEEDS = f"""
    SELECT p.author_id AS person, p.submitted_at AS at, 'proposed' AS deed, p.id AS item, p.category_id AS category,
           p.department_id AS department, p.origin = 'paper' AS paper
    FROM proposals_proposal p WHERE p.author_id IS NOT NULL AND p.origin IN ('online', 'paper')
    UNION ALL
    SELECT s.citizen_id, s.given_at, 'supported', p.id, p.category_id, p.department_id,
           EXISTS (SELECT FROM paper_paperdeed d WHERE d.item_id = p.id AND d.kind = 'support'
                   AND d.citizen_id = s.citizen_id AND d.given_at = s.given_at AND d.cancelled_at IS NULL)
    FROM proposals_support s {_ITEM} s.proposal_id
    UNION ALL
    SELECT c.author_id, c.created_at, 'commented', p.id, p.category_id, p.department_id, false
    FROM proposals_comment c {_ITEM} c.proposal_id WHERE c.author_id IS NOT NULL AND c.standing <> 'withdrawn'
    UNION ALL
    SELECT o.author_id, o.written_at, 'debated', p.id, p.category_id, p.department_id, o.is_offline
    FROM debates_opinion o JOIN debates_debate d ON d.id = o.debate_id {_ITEM} d.item_id
    WHERE o.author_id IS NOT NULL AND o.standing <> 'withdrawn'
    UNION ALL {_VOTED} WHERE v.person_id IS NOT NULL
"""  # noqa: S608 - our own words
CAME = """
    UNION ALL
    SELECT s.user_id, s.checked_in_at, 'came', NULL, NULL::bigint, NULL::bigint, true
    FROM gatherings_signup s WHERE s.user_id IS NOT NULL AND s.checked_in_at IS NOT NULL
"""
PERIODS = ("month", "quarter", "year")

PEOPLE = f"""
WITH deeds AS ({DEEDS} {CAME}), dated AS (
    SELECT person, deed, category, department, paper, (at AT TIME ZONE %(zone)s)::date AS day
    FROM deeds WHERE at < %(until_at)s
), counted AS (
    SELECT *, date_trunc(%(period)s, day::timestamp)::date AS begins,
           day > min(day) OVER (PARTITION BY person) AS again FROM dated
), grouped AS (
    SELECT begins, CASE WHEN grouping(deed) = 0 THEN 'deed:' || deed
                        WHEN grouping(category) = 0 THEN 'category:' || coalesce(category, 0)
                        WHEN grouping(department) = 0 THEN 'department:' || coalesce(department, 0)
                        WHEN grouping(paper) = 0 THEN CASE WHEN paper THEN 'how:paper' ELSE 'how:online' END
                        ELSE '' END AS dimension,
           count(DISTINCT person) AS people, count(DISTINCT person) FILTER (WHERE again) AS came_back
    FROM counted
    GROUP BY GROUPING SETS ((begins), (begins, deed), (begins, category), (begins, department), (begins, paper))
)
SELECT %(measure)s || kind AS measure, begins AS day, dimension, value
FROM grouped CROSS JOIN LATERAL (VALUES ('', people), ('.again', came_back)) found (kind, value)
WHERE value > 0
"""  # noqa: S608 - our own words


def questions() -> dict[str, tuple[str, dict[str, str]]]:
    """By measure: the question that yields its rows (measure, day, dimension, value), and what it is asked with."""
    found: dict[str, tuple[str, dict[str, str]]] = {
        key: (BY_DAY.replace("{facts}", facts), {}) for key, facts in FACTS.items()
    }
    found |= {key: (SUM_BY_DAY.replace("{facts}", facts), {}) for key, facts in SUMS.items()}
    found["days_to_change"] = (CHANGES, {})
    found |= {f"people.{period}": (PEOPLE, {"period": period}) for period in PERIODS}
    return found


def rows_of(measure: str) -> tuple[str, ...]:
    """Under which names a measure's rows are kept."""
    return (measure, f"{measure}.again") if measure.startswith("people.") else (measure,)
