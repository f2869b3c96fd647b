"""What a browser says of itself, in words a person knows their own machines by."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# In this order: each but the last of its maker also names those after it.
_BROWSERS = {
    "coc_coc_browser": "Cốc Cốc",
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Zalo": "Zalo",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
_MOST = 60


@register.filter
def machine(user_agent: str) -> str:
    """Return browser and system, or the beginning of what is no browser known here."""
    browser = _named(_BROWSERS, user_agent)
    system = _named(_SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or user_agent[:_MOST] or _("unknown")


def _named(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")
