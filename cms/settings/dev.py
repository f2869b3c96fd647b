"""One machine, nothing to configure: what `make demo` runs on."""

import os
import secrets

from .base import *


def _secret_key() -> str:
    """Return this installation's own key, made once and kept beside its database."""
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    path = VAR_DIR / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


# A request finds its connection open: opening one costs as much as a small answer.
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEBUG = os.environ.get("LOA_DEBUG") == "1"
SECRET_KEY = _secret_key()
# Mails are shown where the worker runs, not sent.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOA_SENDS_MAIL = True
# The demo prints its passwords and has no phones; LOA_SECOND_FACTOR=1 shows what a province sees.
LOA_SECOND_FACTOR = os.environ.get("LOA_SECOND_FACTOR") == "1"
