"""What a province's server demands without anybody having to think of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ASKED = (
    "LOA_SECOND_FACTOR",
    "LOA_TRUSTED_PROXIES",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE",
    "ACCOUNT_SIGNUP_ENABLED",
)
PROGRAM = """
import json, sys
from django.conf import settings
print(json.dumps([getattr(settings, name) for name in sys.argv[1:]]))
"""


def test_production_asks_for_a_second_factor_and_keeps_its_cookies_to_itself(
    tmp_path: Path,
) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            PROGRAM,
            *ASKED,
        ],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "LOA_SECRET_KEY": "x" * 60,
            "LOA_HOSTS": "loa.example.vn",
            "LOA_VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(told.stdout) == [True, 0, True, True, "Lax", True, False]
