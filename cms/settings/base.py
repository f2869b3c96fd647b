"""Settings every Loa shares; dev, production and test build on them.

Where a province differs from another, the difference is a setting here or a row
in the database, never a constant in the code. Names that start with `LOA_` are
ours.
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .signing_in import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("LOA_VAR_DIR", BASE_DIR / "var"))

ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "cms.accounts",
    "broadcast",
    "cms",
    "media",
    "cms.accounts.wagtail_users.UsersConfig",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "cms.admin_app.AdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_q",
    *SIGN_IN_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.signing_in.gate.Gate",
    "cms.origin.OriginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # The last, so that its page for who is locked out is not answered over.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The embedded default: one file, no server. WAL lets readers go on while one
# writes; IMMEDIATE takes the write lock at the start of a transaction instead of
# failing half-way through it.
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR_DIR / "loa.sqlite3",
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}


def postgres_from_environment() -> dict[str, object]:
    """Return the PostgreSQL connection that the usual PG* variables name."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("PGDATABASE", "loa"),
        "USER": os.environ.get("PGUSER", ""),
        "PASSWORD": os.environ.get("PGPASSWORD", ""),
        "HOST": os.environ.get("PGHOST", ""),
        "PORT": os.environ.get("PGPORT", ""),
    }


DATABASES = {
    "default": postgres_from_environment()
    if os.environ.get("LOA_DATABASE") == "postgres"
    else SQLITE
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["cms.formats"]
# Ours first, then what Wagtail and django-q2 leave in English.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/tep/"
MEDIA_ROOT = VAR_DIR / "public"

STORAGES = {
    # Images and posters, served as they are.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "public"},
    },
    # Uploads and house files: no address of their own.
    "private": {
        "BACKEND": "media.storage.LocalFiles",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


def s3_from_environment(bucket: str) -> dict[str, object]:
    """Return both stores in one bucket of an S3-compatible server; its keys are AWS_* variables."""
    options = {
        "bucket_name": bucket,
        "endpoint_url": os.environ.get("LOA_S3_ENDPOINT") or None,
        "region_name": os.environ.get("LOA_S3_REGION", "us-east-1"),
        # Servers that are not Amazon's seldom have a name for each bucket.
        "addressing_style": "path" if os.environ.get("LOA_S3_ENDPOINT") else "auto",
    }
    return {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**options, "location": "public", "file_overwrite": False},
        },
        "private": {"BACKEND": "media.s3.S3Files", "OPTIONS": {**options, "location": "files"}},
    }


if os.environ.get("LOA_S3_BUCKET"):
    STORAGES |= s3_from_environment(os.environ["LOA_S3_BUCKET"])

# Two workers, one task each in hand. A task that is not acknowledged comes back
# after `retry`; rows with a lease bring lost work back much sooner (media.tasks).
Q_CLUSTER = {
    "name": "loa",
    "label": _("Background work"),
    "orm": "default",
    "workers": 2,
    "queue_limit": 2,
    "bulk": 1,
    "timeout": 3600,
    "retry": 3600 * 3 + 60,
    "max_attempts": 3,
    "catch_up": False,
    "poll": 1,
    # An hour of video is sixty of sound: beside it, sound never waits.
    "ALT_CLUSTERS": {"video": {"workers": 1, "timeout": 6 * 3600, "retry": 7 * 3600}},
}

WAGTAIL_SITE_NAME = "Loa"
# The editor's date pickers write what their fields read.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILADMIN_BASE_URL = os.environ.get("LOA_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt")]
# One country, one time: nobody chooses among six hundred zones, and no schedule is misread.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Autosave rewrites the row of the revision a reviewer may be reading.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.actions.clear.finish_review"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
# Loa calls nobody outside.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Passwords are changed where signing in is counted (cms.signing_in), not in Wagtail.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
# On the disk the store is on, and there before the first upload.
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews pages in a frame of its own
SECURE_CONTENT_TYPE_NOSNIFF = True

# Integrated loudness of a house file, LUFS of the mono file (-19 there is -16
# where a meter counts one channel twice).
LOA_LOUDNESS_LUFS = -19.0
# Bit rate of the small files for metered lines, 48 or more; 0 makes none.
LOA_SMALL_KBPS = 48
LOA_UPLOAD_MAX_BYTES = 2 * 1024**3
# What one person may have begun to upload and not finished, in files and in bytes.
LOA_UPLOADS_UNFINISHED = 10
LOA_UPLOADS_UNFINISHED_BYTES = 4 * 1024**3
# Times a rendition is tried before it is given up with its reason on the row.
LOA_RENDITION_ATTEMPTS = 3
# Whole files that no row names are cleared away after this time.
LOA_ORPHANS_KEPT_DAYS = 7
# How long files stay: from the upload, from the last edit of an item that carries one, from
# the last airing or the end of the clearance (radio and television works, articles).
LOA_UPLOAD_KEPT_DAYS = 30
LOA_DRAFT_KEPT_DAYS = 366
LOA_WORK_KEPT_DAYS = 184
LOA_ARTICLE_KEPT_DAYS = 366
# A worker silent for this long has lost its rendition to the next one.
LOA_LEASE_SECONDS = 60
# The queue of video work, which a cluster under `Q_CLUSTER_NAME=video` takes. Empty: the one
# cluster does it all, and no more videos at once than here, so that sound gets through.
LOA_VIDEO_QUEUE = os.environ.get("LOA_VIDEO_QUEUE", "video")
LOA_VIDEOS_AT_ONCE = 1
LOA_VIDEO_TIMEOUT_SECONDS = 6 * 3600
LOA_VIDEO_MOST_HEIGHT = 720
LOA_VIDEO_MOST_KBPS = 2500
# Of both channels of a house video, as television measures it (EBU R 128).
LOA_VIDEO_LOUDNESS_LUFS = -23.0
# Dated slots are opened this far ahead, today included.
LOA_HORIZON_DAYS = 35
# How fast a text is read on air: Vietnamese syllables a minute.
LOA_SYLLABLES_PER_MINUTE = 180
# Hours after which a review is overdue, by its urgency.
LOA_REVIEW_HOURS = {"normal": 48, "priority": 24, "urgent": 2}
# The hours of the day from which people are told what is due tomorrow, and what is unread.
LOA_DUE_TOLD_FROM_HOUR = 15
LOA_DIGEST_FROM_HOUR = 7
# Mail goes out where a server is named; a mail is tried this many times.
LOA_SENDS_MAIL = bool(os.environ.get("LOA_SMTP_HOST"))
LOA_MAIL_ATTEMPTS = 5
EMAIL_HOST = os.environ.get("LOA_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("LOA_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("LOA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LOA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LOA_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("LOA_MAIL_FROM", "loa@localhost")
# A reverse proxy's internal location for private files (X-Accel-Redirect).
LOA_ACCEL_PREFIX = ""
# Whether the S3 store sends files itself, from a signed address that holds for an hour.
LOA_STORE_ADDRESSES = os.environ.get("LOA_STORE_ADDRESSES") == "1"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {name} {levelname} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A line for every task put in the queue says nothing a row does not.
    "loggers": {"django-q": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
