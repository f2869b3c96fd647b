"""The Vietnamese of Loa's own screens: complete, compiled, its own, and never frozen at import."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import get_commands, load_command_class
from django.urls import get_resolver
from django.utils.translation import trans_real
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.chooser import ChooserViewSet

ROOT = Path(__file__).resolve().parents[1]
OURS = {"broadcast", "cms", "media"}
# A letter that English has not.
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
PO = Path("locale/vi/LC_MESSAGES/django.po")
ENTRY = '\nmsgid "withdrawn"\nmsgstr "đã rút"\n'


def check(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, root / "tools" / "catalogue.py", "--check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def update(root: Path) -> None:
    subprocess.run(
        [sys.executable, root / "tools" / "catalogue.py"], capture_output=True, check=False
    )


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of all that speaks, small enough to spoil."""
    for name in ("broadcast", "cms", "media", "templates", "tools", "locale/vi"):
        shutil.copytree(
            ROOT / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "audio", "tests"),
        )
    return tmp_path


def test_every_text_has_its_vietnamese_and_the_compiled_catalogue_is_it() -> None:
    result = check(ROOT)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_new_text_is_missed_and_then_untranslated_until_somebody_writes_it(tree: Path) -> None:
    replace(tree / "cms/apps.py", '_("Items")', '_("Items") + _("Nobody said this before")')
    missed = check(tree)
    assert missed.returncode == 1
    assert "not in the catalogue: 'Nobody said this before' (cms/apps.py)" in missed.stderr
    update(tree)
    untranslated = check(tree)
    assert untranslated.returncode == 1
    assert "not translated, or not for sure: 'Nobody said this before'" in untranslated.stderr
    entry = 'msgid "Nobody said this before"\nmsgstr "'
    replace(tree / PO, entry, f"{entry}Chưa ai nói câu này")
    update(tree)
    written = check(tree)
    assert (written.returncode, written.stderr) == (0, "")


def test_a_text_in_a_template_is_missed_too(tree: Path) -> None:
    replace(
        tree / "templates/404.html", "{% block body %}", '{% block body %}{% translate "Gone" %}'
    )
    assert "not in the catalogue: 'Gone' (templates/404.html)" in check(tree).stderr


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (ENTRY, '\nmsgid "withdrawn"\nmsgstr ""\n', "not translated, or not for sure: 'withdrawn'"),
        (ENTRY, f"\n#, fuzzy{ENTRY}", "not translated, or not for sure: 'withdrawn'"),
        (
            ENTRY,
            f'{ENTRY}\n#~ msgid "gone"\n#~ msgstr "đã mất"\n',
            "no source says it any more: 'gone'",
        ),
        (ENTRY, f'{ENTRY}\nmsgid "gone"\nmsgstr "đã mất"\n', "no source says it any more: 'gone'"),
        ("Chào %(name)s", "Chào %(ten)s", "not the same placeholders: 'Hello %(name)s'"),
        ("Chào %(name)s", "Xin chào %(name)s", "the compiled catalogue is not this one"),
    ],
    ids=["empty", "fuzzy", "obsolete", "said by nobody", "placeholder", "not compiled"],
)
def test_a_faulty_entry_fails_the_check(tree: Path, old: str, new: str, fault: str) -> None:
    replace(tree / PO, old, new)
    result = check(tree)
    assert result.returncode == 1
    assert fault in result.stderr


def test_an_update_without_news_changes_no_byte(tree: Path) -> None:
    update(tree)
    for path in (PO, PO.with_suffix(".mo")):
        assert (tree / path).read_bytes() == (ROOT / path).read_bytes()


def test_no_text_of_ours_changes_what_wagtail_or_django_says(settings: Any) -> None:
    """All catalogues are one at run time: an English word of ours would be theirs, too."""
    settings.LOCALE_PATHS = [ROOT / "locale" / "wagtail"]
    theirs = trans_real.DjangoTranslation("vi")
    changed = {
        entry.msgid: (entry.msgstr, theirs.gettext(entry.msgid))
        for entry in polib.pofile(str(ROOT / PO))
        if not entry.msgctxt
        and not entry.msgid_plural
        and theirs.gettext(entry.msgid) not in {entry.msgid, entry.msgstr}
    }
    assert changed == {}


@pytest.mark.parametrize(
    ("app", "command"),
    [(app, name) for name, app in sorted(get_commands().items()) if app in OURS],
)
def test_what_a_command_is_for_is_said_in_vietnamese(app: str, command: str) -> None:
    parser = load_command_class(app, command).create_parser("manage.py", command)
    assert parser.description is not None
    assert parser.description in parser.format_help().replace("\n", " ")
    assert VIETNAMESE.search(parser.description)


def test_no_label_of_a_list_or_a_chooser_is_frozen_in_the_language_of_its_import() -> None:
    """`migrate` imports the addresses with no language: a plain string would stay English."""
    assert get_resolver().url_patterns  # which registers the view sets
    choosing = (
        "choose_one_text",
        "choose_another_text",
        "edit_item_text",
        "search_tab_label",
        "creation_tab_label",
    )
    labels = {
        (type(viewset).__name__, name): getattr(viewset, name)
        for viewset in viewsets.viewsets
        if type(viewset).__module__.split(".")[0] in OURS
        for name in (choosing if isinstance(viewset, ChooserViewSet) else ("menu_label",))
    }
    assert len(labels) > len(choosing)
    assert [where for where, label in labels.items() if isinstance(label, str)] == []
