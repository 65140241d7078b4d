"""Whoever loads Django loads the Celery app: a web server without it hands its tasks to a broker nobody listens to."""

from platform_core.project.celery import app as celery_app

__all__ = ["celery_app"]
