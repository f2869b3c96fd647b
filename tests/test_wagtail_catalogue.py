"""The Vietnamese of Wagtail and django-q2: complete, unbroken, in our words, and compiled."""

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import polib
import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import gettext, ngettext, override
from django.views.i18n import JSONCatalog

WAGTAIL = Path(__file__).resolve().parents[1] / "locale" / "wagtail"
CATALOGUES = WAGTAIL / "vi" / "LC_MESSAGES"

percent = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa%]")
brace = re.compile(r"\{\w*\}")
tag = re.compile(r"<[^>]*>")
outer_blanks = re.compile(r"^\s*|\s*$")
# The accent on the last vowel (hoà, thuý), where the screens write hòa, thúy.
late_accent = re.compile(r"(?:o[àáảãạ]|o[èéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)")

each_domain = pytest.mark.parametrize("domain", ["django", "djangojs"])


def source(domain: str) -> Any:
    return polib.pofile(str(CATALOGUES / f"{domain}.po"), check_for_duplicates=True)


def vietnamese(entry: polib.POEntry) -> str:
    """Return the one form Vietnamese has, of a plural entry too."""
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def english(entry: polib.POEntry) -> str:
    """Return the plural if there is one: Vietnamese has no form that could leave the number out."""
    return str(entry.msgid_plural or entry.msgid)


def translations(catalogue: Any) -> dict[tuple[str | None, str, str | None], str]:
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural or None): vietnamese(entry)
        for entry in catalogue
    }


def collect(catalogues: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, WAGTAIL / "collect.py", "--catalogues", catalogues],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@each_domain
def test_the_compiled_catalogue_is_the_source_compiled(domain: str, tmp_path: Path) -> None:
    source(domain).save_as_mofile(str(tmp_path / "compiled.mo"))
    compiled = polib.mofile(str(tmp_path / "compiled.mo"))
    shipped = polib.mofile(str(CATALOGUES / f"{domain}.mo"))
    assert translations(shipped) == translations(compiled)
    assert shipped.metadata == compiled.metadata


@each_domain
def test_every_entry_is_translated_and_sure(domain: str) -> None:
    catalogue = source(domain)
    assert [e.msgid for e in catalogue if not e.translated() or e.obsolete] == []


@each_domain
@pytest.mark.parametrize(
    "part",
    [percent, brace, tag, outer_blanks],
    ids=["percent", "brace", "tag", "outer blanks"],
)
def test_every_translation_keeps_what_the_program_relies_on(
    domain: str, part: re.Pattern[str]
) -> None:
    assert [
        (english(entry), vietnamese(entry))
        for entry in source(domain)
        if sorted(part.findall(english(entry))) != sorted(part.findall(vietnamese(entry)))
    ] == []


@each_domain
def test_flags_name_the_format_so_that_msgfmt_checks_it(domain: str) -> None:
    formats = {"python-format": percent, "python-brace-format": brace}
    assert [
        entry.msgid
        for entry in source(domain)
        if set(entry.flags)
        != {flag for flag, part in formats.items() if part.search(english(entry))}
    ] == []


@each_domain
def test_vietnamese_is_spelled_in_one_way(domain: str) -> None:
    texts = [vietnamese(entry) for entry in source(domain)]
    assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []
    assert [text for text in texts if late_accent.search(text.lower())] == []


def test_no_text_of_the_installed_packages_lacks_vietnamese() -> None:
    result = collect(CATALOGUES)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_texts_that_lack_vietnamese_and_texts_nobody_says_are_named(tmp_path: Path) -> None:
    texts = source("django")
    texts.remove(texts.find("Request changes"))
    texts.save(str(tmp_path / "django.po"))
    scripts = source("djangojs")
    scripts.remove(scripts.find("%(num)s error"))
    scripts.append(polib.POEntry(msgid="Nobody says this", msgstr="Không ai nói"))
    scripts.save(str(tmp_path / "djangojs.po"))

    result = collect(tmp_path)

    assert result.returncode == 1
    assert result.stdout.split("\n") == [
        "#. django.po: no Vietnamese yet",
        'msgid "Request changes"',
        'msgstr ""',
        "",
        "#. djangojs.po: no Vietnamese yet",
        'msgid "%(num)s error"',
        'msgid_plural "%(num)s errors"',
        'msgstr[0] ""',
        "",
        "#. djangojs.po: no package says this any more",
        'msgid "Nobody says this"',
        'msgstr "Không ai nói"',
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Submit for moderation", "Gửi duyệt"),
        ("Approve", "Duyệt"),
        ("Request changes", "Trả lại"),
        ("Publish", "Phát hành"),
        ("Live", "Đang phát hành"),
        ("Draft", "Bản nháp"),
        ("Lock", "Khóa"),
        ("Sign in", "Đăng nhập"),
        ("Snippets", "Mục dùng chung"),
        ("Workflow", "Quy trình duyệt"),
        ("Scheduled tasks", "Tác vụ theo lịch"),
    ],
)
def test_our_words_win_over_those_that_wagtail_and_django_ship(text: str, ours: str) -> None:
    with override("vi"):
        assert gettext(text) == ours


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_stay_in_the_one_vietnamese_form(count: int) -> None:
    with override("vi"):
        text = ngettext("Delete 1 page", "Delete %(counter)s pages", count)
    assert text % {"counter": count} == f"Xóa {count} trang"


def test_wagtails_scripts_speak_our_vietnamese() -> None:
    with override("vi"):
        response = JSONCatalog.as_view(packages=["wagtail.admin"])(RequestFactory().get("/"))
    assert isinstance(response, HttpResponse)
    spoken = json.loads(response.content)["catalog"]
    assert {text: spoken[text] for text in ("Edit", "Resolve", "%(num)s error")} == {
        "Edit": "Sửa",
        "Resolve": "Đánh dấu đã xử lý",
        "%(num)s error": ["%(num)s lỗi"],
    }
