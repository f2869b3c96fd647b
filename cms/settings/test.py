"""Small, quick and apart from any installation's own files."""

import os
from pathlib import Path

os.environ.setdefault("LOA_VAR_DIR", str(Path(__file__).resolve().parents[2] / "var" / "test"))

# The test's own folder has to be known first.
from .base import *

SECRET_KEY = "only-for-tests"  # noqa: S105 - protects nothing
# The test servers send static files themselves.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests of the second factor switch it on.
LOA_SECOND_FACTOR = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOA_SENDS_MAIL = True
if "postgresql" not in str(DATABASES["default"]["ENGINE"]):
    # A file, not memory: live servers and workers of a test open it as well.
    DATABASES["default"] = {**SQLITE, "TEST": {"NAME": str(VAR_DIR / "test.sqlite3")}}
