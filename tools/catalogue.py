"""Keep the Vietnamese catalogue in step with the sources: `make catalogue`.

Every text that the project's own folders hand to gettext gets an entry in
`locale/vi/LC_MESSAGES/django.po`; translations stay, a text that no source says any
more is marked obsolete for a person to move or delete, and the result is compiled.

`--check` writes nothing, names every fault and exits 1 if there is one.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("broadcast", "cms", "media", "templates")
CATALOGUE = Path("locale", "vi", "LC_MESSAGES", "django.po")
# No dates and no names: the same sources give the same bytes.
HEADER = {
    "Project-Id-Version": "Loa",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# What a translation must hold exactly as its text does.
KEPT = re.compile(
    r"%(?:\(\w+\))?[-#0+]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa%]"  # %-format
    r"|\{\w*\}"  # str.format
    r"|</?\w[^>]*>"  # HTML
    r"|^\s+|\s+$"
)


def extract(root: Path) -> polib.POFile:
    """Return what the sources under `root` say, as a template without translations.

    Django's own command finds the texts, in a copy: it writes files beside the
    templates while it reads them.
    """
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    with tempfile.TemporaryDirectory(prefix="loa-catalogue-") as name:
        for source in SOURCES:
            shutil.copytree(root / source, Path(name, source), ignore=_all_but_texts)
        Path(name, "locale").mkdir()
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale=vi", "--keep-pot",
             "--add-location=file", "--verbosity=0"],
            cwd=name,
            env=environment,
            check=True,
        )  # fmt: skip
        return polib.pofile(str(Path(name, "locale", "django.pot")))


def _all_but_texts(folder: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if not (name.endswith((".html", ".py", ".txt")) or Path(folder, name).is_dir())
    }


def merge(catalogue: polib.POFile, said: polib.POFile) -> polib.POFile:
    """Return `catalogue` with an entry for each text of `said`; what else it holds, obsolete."""
    catalogue.merge(said)
    merged = polib.POFile()
    merged.header = "What Loa says. `make catalogue` adds the texts, a person their Vietnamese."
    merged.metadata = HEADER
    for entry in sorted(catalogue, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        if entry.msgid_plural:
            # Vietnamese has one form.
            entry.msgstr_plural = {0: entry.msgstr_plural.get(0, "")}
        merged.append(entry)
    return merged


def faults(catalogue: polib.POFile, said: polib.POFile, compiled: bytes) -> Iterator[str]:
    """Yield one sentence for everything that keeps a screen from speaking whole Vietnamese."""
    living = {entry.msgid_with_context for entry in catalogue if not entry.obsolete}
    wanted = {entry.msgid_with_context for entry in said}
    for entry in said:
        if entry.msgid_with_context not in living:
            places = ", ".join(path for path, _line in entry.occurrences)
            yield f"not in the catalogue: {entry.msgid!r} ({places})"
    for entry in catalogue:
        if entry.obsolete or entry.msgid_with_context not in wanted:
            yield f"no source says it any more: {entry.msgid!r}"
        elif not entry.translated():
            yield f"not translated, or not for sure: {entry.msgid!r}"
        elif _kept(_english(entry)) != _kept(_vietnamese(entry)):
            yield f"not the same placeholders: {entry.msgid!r} and {_vietnamese(entry)!r}"
    if compiled != catalogue.to_binary():
        yield "the compiled catalogue is not this one"


def _kept(text: str) -> list[str]:
    return sorted(KEPT.findall(text))


def _english(entry: polib.POEntry) -> str:
    # The plural, if there is one: the form of Vietnamese cannot leave the number out.
    return str(entry.msgid_plural or entry.msgid)


def _vietnamese(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def main() -> int:
    parser = argparse.ArgumentParser(description="Bring the Vietnamese catalogue up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing, name what is wrong")
    check: bool = parser.parse_args().check
    path = ROOT / CATALOGUE
    said = extract(ROOT)
    catalogue = polib.pofile(str(path), check_for_duplicates=True)
    if not check:
        catalogue = merge(catalogue, said)
        catalogue.save(str(path), newline="\n")
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    found = list(faults(catalogue, said, path.with_suffix(".mo").read_bytes()))
    for fault in found:
        sys.stderr.write(f"{CATALOGUE}: {fault}\n")
    if check and found:
        sys.stderr.write("Run `make catalogue`, then write or delete what it names.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
