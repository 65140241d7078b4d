"""Celery executes; truth is the outbox row. A lost task is found again by the sweep."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.project.settings")

app = Celery("madang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # Counts supports, fires thresholds, announces events, sends mail: where there is something to do.
    "do-waiting-work": {
        "task": "civic.journeys.tasks.do_waiting_work",
        "schedule": 1.0,
        "options": {"expires": 5},
    },
    "carry-the-platforms-letters": {
        "task": "platform_core.outbound.tasks.carry_the_platforms_letters",
        "schedule": 2.0,
        "options": {"expires": 5},
    },
    # Windows that closed, answers that fell due: the clock only announces, rights are judged at request time.
    "turn-the-clock": {
        "task": "civic.journeys.tasks.turn_the_clock_everywhere",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # A scheduled theme is worn from its very second by itself: this only writes down that it began.
    "note-begun-themes": {
        "task": "themes.tasks.note_begun_everywhere",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # What is taken out of counts goes on where a worker was killed; traces of addresses are destroyed on time.
    "look-after-abuse": {
        "task": "civic.abuse.tasks.look_everywhere",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # What was said goes into the signed tree, and once an hour everything is held against everything else.
    "seal-the-ledger": {"task": "civic.ledger.tasks.seal_everywhere", "schedule": crontab(minute="*/10")},
    "check-the-ledger": {"task": "civic.ledger.tasks.check_everywhere", "schedule": crontab(minute=15)},
    # Visits of operators end by themselves; this writes the end down.
    "end-visits": {
        "task": "civic.visits.tasks.end_visits_that_are_over",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "look-for-alerts": {
        "task": "tenants.watching.tasks.look_for_alerts",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "look-at-certificates": {
        "task": "tenants.watching.tasks.look_at_certificates_of_own_hosts",
        "schedule": crontab(minute=35),
    },
    # A batch each minute, so that all of them are counted within ten.
    "count-figures": {
        "task": "tenants.watching.tasks.count_figures",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "keep-spare-schemas": {
        "task": "tenants.tasks.keep_spare_schemas",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # What a killed worker was opening; and at night (05:10 in Seoul) orders that nobody has opened for weeks.
    "go-on-with-openings": {
        "task": "tenants.provisioning.tasks.go_on_with_openings",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "discard-abandoned-orders": {
        "task": "tenants.provisioning.tasks.discard_abandoned_orders",
        "schedule": crontab(hour=20, minute=10),
    },
    "finish-erasures": {"task": "tenants.closing.tasks.finish_erasures", "schedule": crontab(minute=45)},
    # The static site of an archived institution: whoever was making it may have been killed.
    "go-on-with-sites": {
        "task": "tenants.closing.tasks.go_on_with_sites",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # At night (02:50 in Seoul): has anybody changed a schema by hand?
    "look-for-drift": {
        "task": "tenants.migrations_across.tasks.look_for_drift",
        "schedule": crontab(hour=17, minute=50),
    },
    # At night, while name servers are idle; and often while somebody waits for a new name.
    "look-at-domains": {"task": "tenants.tasks.look_at_domains", "schedule": crontab(hour=17, minute=20)},
    "look-at-new-domains": {"task": "tenants.tasks.look_at_new_domains", "schedule": crontab(minute="*/10")},
    # Five past every hour: what a person should look at is suggested for the monitoring log.
    "look-around": {
        "task": "civic.guide.tasks.look_around_everywhere",
        "schedule": crontab(minute=5),
        "options": {"expires": 3_000},
    },
    # By the clock (03:10 and 04:10 in Seoul): an interval would begin anew with every restart, and fall at noon.
    "recount": {"task": "civic.journeys.tasks.recount_everywhere", "schedule": crontab(hour=18, minute=10)},
    "tidy": {"task": "civic.journeys.tasks.tidy_everywhere", "schedule": crontab(hour=19, minute=10)},
    # Every hour: each institution's night ends at its own midnight, and what was cut short is found again.
    "measure": {"task": "civic.journeys.tasks.measure_everywhere", "schedule": crontab(minute=25)},
    "carry-out-orders": {
        "task": "billing.tasks.carry_out_orders",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "turn-the-office": {"task": "billing.tasks.turn_the_office", "schedule": crontab(minute=35)},
    "measure-usage": {"task": "billing.tasks.measure_usage", "schedule": crontab(minute=45)},
    "compare-with-gateways": {
        "task": "billing.tasks.compare_with_gateways",
        "schedule": crontab(hour=20, minute=10),
    },
    # Exports that a killed worker left are begun anew, those whose days are over are thrown away.
    "look-after-exports": {
        "task": "tenants.moving.tasks.look_after_exports",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # At night (04:20 in Seoul): what restores set aside, after its days.
    "drop-kept-schemas": {
        "task": "tenants.moving.tasks.drop_kept_schemas",
        "schedule": crontab(hour=19, minute=20),
    },
    "forget-paper": {
        "task": "civic.paper.tasks.forget_paper_everywhere",
        "schedule": crontab(hour=19, minute=40),
    },
}
