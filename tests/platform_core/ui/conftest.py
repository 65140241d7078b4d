"""Templates are rendered without `collectstatic` having run."""

import pytest


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
