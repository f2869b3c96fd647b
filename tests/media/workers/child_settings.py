"""The settings of a process that a test starts: the test's own database and its own patience."""

import os

from cms.settings.test import *  # noqa: F403 - settings build on one another with a star

DATABASES["default"] = {**DATABASES["default"], "NAME": os.environ["LOA_TEST_DATABASE"]}  # noqa: F405 - by the star
LOA_LEASE_SECONDS = int(os.environ.get("LOA_LEASE_SECONDS", LOA_LEASE_SECONDS))  # noqa: F405 - the same
