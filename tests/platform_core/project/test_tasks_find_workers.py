"""A task that a page hands out lies where workers look for it: the web server knows the same Celery app as they."""

import threading

from civic.journeys.tasks import carry_out_paper, print_report, simulate
from platform_core import project


def test_every_thread_hands_its_tasks_to_the_broker_of_the_settings(settings):
    seen = []

    def look() -> None:
        seen.extend(
            (task.app, task.app.conf.broker_url) for task in (carry_out_paper, print_report, simulate)
        )

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    look()
    assert seen == [(project.celery_app, settings.CELERY_BROKER_URL)] * 6
