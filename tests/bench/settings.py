"""The product's settings with a few more addresses, for comparing the product with something plainer."""

from platform_core.project.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
