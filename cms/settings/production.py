"""A province's server. Everything that must not be guessed comes from the environment."""

import os

from .base import *

DEBUG = False
SECRET_KEY = os.environ["LOA_SECRET_KEY"]
ALLOWED_HOSTS = os.environ["LOA_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
LOA_ACCEL_PREFIX = os.environ.get("LOA_ACCEL_PREFIX", "")
