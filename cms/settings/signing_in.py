"""Who gets in, and how long they stay: allauth's, axes' and our own settings for it."""

from datetime import timedelta

SIGN_IN_APPS = ["allauth", "allauth.account", "allauth.mfa", "allauth.usersessions", "axes"]

# One backend: Django asks which one to use as soon as there are two.
AUTHENTICATION_BACKENDS = ["cms.signing_in.backend.GuardedBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "entrance"
LOGOUT_REDIRECT_URL = "account_login"
# What an operator typed before their session ended is not lost to a stale form.
CSRF_FAILURE_VIEW = "broadcast.portal.views.confirm.untrusted"

# What counts wrong codes is shared by every process, on every machine, so it is
# in the database; a cache inside a process would give each worker its own count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "loa_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Besides reviewers and superusers, who has one of these has power over what airs or over
# other people: their sessions end, and a password alone does not let them in.
LOA_POWERS = [
    "accounts.add_user",
    "accounts.change_user",
    "accounts.delete_user",
    "auth.add_group",
    "auth.change_group",
    "auth.delete_group",
    "broadcast.add_stationtoken",
    "broadcast.change_station",
    "broadcast.release",
    "broadcast.schedule",
    "cms.withdraw_item",
    "wagtailcore.change_workflow",
]

# Who has power needs a second factor. Off where nobody has a phone at hand: on a
# developer's machine and in the demo.
LOA_SECOND_FACTOR = True

# Reverse proxies whose X-Forwarded-For is believed, counted from Loa outwards.
LOA_TRUSTED_PROXIES = 0
# Who signs in with a password may stay so long on a machine of their own …
LOA_REMEMBER_SECONDS = 90 * 24 * 3600
# … and who approves, releases or administers until the browser closes, at most so long.
LOA_DESK_SECONDS = 12 * 3600

# Eight wrong passwords for one name from one address: nobody else in that office is
# locked out, and the person themselves gets in from elsewhere.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# The page says until when, so trying again does not move it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "cms.signing_in.backend.locked_address"
AXES_LOCKOUT_CALLABLE = "cms.signing_in.lock_out.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

ACCOUNT_ADAPTER = "cms.signing_in.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "cms.signing_in.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_SESSION_REMEMBER = None  # a box on the form
# Passwords are axes' matter. Codes of a second factor are counted for the person,
# wherever they are tried: they are short, and a thief may have many addresses.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/15m/key"}

MFA_ADAPTER = "cms.signing_in.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "cms.signing_in.code_forms.CodeForm",
    "reauthenticate": "cms.signing_in.code_forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Loa"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Nobody's address is verified here: managers make the accounts.
MFA_ALLOW_UNVERIFIED_EMAIL = True
