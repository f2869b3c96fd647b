# ruff: noqa: INP001 - `locale` must never become a package: it would hide Python's own module
"""Name what the installed packages say that has no Vietnamese, after an upgrade.

Prints every such text as an empty entry, ready to paste into the `.po` of its
domain, then every entry of ours that no package says any more. Exits 1 if there
was anything to print. Afterwards compile, which also checks the placeholders:

    msgfmt --check-format -o django.mo django.po
"""

import argparse
import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polib

DOMAINS = ("django", "djangojs")

# Those whose texts can reach a screen of ours.
PACKAGES = (
    "wagtail",
    "taggit",
    "django_q",
    "django_filters",
    "django_tasks",
    "modelsearch",
    "treebeard",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    # Django's Vietnamese is old: durations, form errors and its plain pages are left.
    "django.contrib.auth",
    "django.contrib.humanize",
    "django.core",
    "django.db",
    "django.forms",
    "django.utils",
    "django.views",
)

# What each positional argument of a translating function is.
ARGUMENTS = {
    "_": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text as its catalogue knows it; an empty `context` or `plural` is none."""

    text: str
    context: str = ""
    plural: str = ""

    @classmethod
    def of(cls, entry: polib.POEntry) -> "Text":
        return cls(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")

    def without_plural(self) -> "Text":
        return Text(self.text, self.context)

    def as_empty_entry(self) -> polib.POEntry:
        entry = polib.POEntry(msgid=self.text, msgctxt=self.context or None)
        if self.plural:
            entry.msgid_plural = self.plural
            entry.msgstr_plural = {0: ""}
        return entry


def package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        sys.exit(f"The package {name} is not installed; run this in Loa's environment.")
    return Path(spec.origin).parent


def texts_in_source(package: Path) -> Iterator[Text]:
    """Yield what the Python source of `package` hands to a translating function.

    Only plain strings: a text put together at run time has no entry to match.
    """
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=arguments) if name in ARGUMENTS:
                    parts = {
                        part: argument.value
                        for part, argument in zip(ARGUMENTS[name], arguments, strict=False)
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                    }
                    if parts.get("text"):
                        yield Text(**parts)


def texts_said(package: Path, domain: str) -> set[Text]:
    """Return what `package` says, from its English catalogues or, without any, its source."""
    if catalogues := list(package.rglob("locale/en/LC_MESSAGES/*.po")):
        return {
            Text.of(entry)
            for catalogue in catalogues
            if catalogue.stem == domain
            for entry in polib.pofile(str(catalogue))
            if not entry.obsolete
        }
    return set(texts_in_source(package)) if domain == "django" else set()


def texts_translated(catalogues: Iterable[Path]) -> set[Text]:
    """Return the texts that `catalogues` translate.

    An entry with a plural also answers where the text is asked for without one.
    """
    texts = {
        Text.of(entry)
        for catalogue in catalogues
        for entry in polib.pofile(str(catalogue)).translated_entries()
    }
    return texts | {text.without_plural() for text in texts}


def differences(domain: str, ours: Path) -> Iterator[str]:
    """Yield one printable block for each text that is missing and each that is stale."""
    packages = [package_folder(name) for name in PACKAGES]
    said = set[Text]().union(*(texts_said(package, domain) for package in packages))
    folders = [*packages, package_folder("django") / "conf"]
    theirs = (path for p in folders for path in p.rglob(f"locale/vi/LC_MESSAGES/{domain}.po"))
    for text in sorted(said - texts_translated([ours, *theirs])):
        yield f"#. {domain}.po: no Vietnamese yet\n{text.as_empty_entry()}\n"
    known = {text.without_plural() for text in said}
    for entry in polib.pofile(str(ours)):
        if Text.of(entry).without_plural() not in known:
            yield f"#. {domain}.po: no package says this any more\n{entry}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="Name texts that have no Vietnamese.")
    parser.add_argument(
        "--catalogues",
        type=Path,
        default=Path(__file__).resolve().parent / "vi" / "LC_MESSAGES",
        help="the folder of our django.po and djangojs.po",
    )
    folder: Path = parser.parse_args().catalogues
    found = [block for domain in DOMAINS for block in differences(domain, folder / f"{domain}.po")]
    sys.stdout.write("".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
