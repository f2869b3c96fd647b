"""Pages read and pressed as people do it: by the words on them, with the forms as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from bs4 import Tag
    from django.test import Client


def press(browser: Client, page: Any, label: str, **typed: Any) -> Any:
    """Send the form whose button says `label`, with `typed` in its fields; return what comes.

    The page must have exactly one such button, and a field for all that is typed.
    """
    (button,) = _saying(page, "button", label)
    form = button.find_parent("form")
    assert form is not None, f"“{label}” belongs to no form"
    fields = _filled_in(form)
    assert typed.keys() <= fields.keys(), fields.keys()
    address, _fragment = urldefrag(urljoin(address_of(page), str(form.get("action") or "")))
    send = browser.post if str(form.get("method")).lower() == "post" else browser.get
    sent = {**fields, **_named(button), **typed}
    return send(address, sent, follow=True)


def link(page: Any, label: str) -> str:
    """Return where the one link leads whose words begin with `label`."""
    (found,) = _saying(page, "a", label, begin=True)
    return str(found["href"])


def says(page: Any, words: str) -> bool:
    """Whether `words` can be read on the page, in whatever elements they stand."""
    return words in _words(BeautifulSoup(page.content, "html.parser"))


def address_of(page: Any) -> str:
    query = page.request["QUERY_STRING"]
    return f"{page.request['PATH_INFO']}?{query}" if query else str(page.request["PATH_INFO"])


def _saying(page: Any, element: str, label: str, *, begin: bool = False) -> list[Tag]:
    parsed = BeautifulSoup(page.content, "html.parser")
    there = parsed.select(element)
    most = len(label) if begin else None
    found = [each for each in there if _words(each)[:most] == label]
    assert len(found) == 1, f"“{label}” on {address_of(page)}: {[*map(_words, there)]}"
    return found


def _words(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


def _named(field: Tag) -> dict[str, str]:
    return {str(field["name"]): str(field.get("value", ""))} if field.get("name") else {}


def _filled_in(form: Tag) -> dict[str, str]:
    """Return what the browser would send of the form's fields, without its buttons."""
    fields: dict[str, str] = {}
    for field in form.select("input[name]"):
        if field.get("type") not in {"checkbox", "radio"} or field.has_attr("checked"):
            fields |= _named(field)
    for field in form.select("textarea[name]"):
        fields[str(field["name"])] = field.get_text()
    for field in form.select("select[name]"):
        chosen = field.select_one("option[selected]") or field.select_one("option")
        fields[str(field["name"])] = str(chosen.get("value", "")) if chosen else ""
    return fields
