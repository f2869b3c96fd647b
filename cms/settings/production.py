"""A province's server. Everything that must not be guessed comes from the environment."""

import os

from .base import *

# A request finds its connection open: opening one costs as much as a small answer.
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEBUG = False
SECRET_KEY = os.environ["LOA_SECRET_KEY"]
ALLOWED_HOSTS = os.environ["LOA_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
LOA_TRUSTED_PROXIES = int(os.environ.get("LOA_TRUSTED_PROXIES", "0"))
LOA_ACCEL_PREFIX = os.environ.get("LOA_ACCEL_PREFIX", "")
