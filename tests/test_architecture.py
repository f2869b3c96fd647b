"""What the documents promise about the shape of the repository."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_page_the_documents_link_to_is_there() -> None:
    broken = [
        f"{page.relative_to(ROOT)} → {target}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text())
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_without_a_gap_and_all_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    listed = re.findall(r"^(\d+)\. \[.+\]\((.+)\)$", index, re.MULTILINE)
    assert [number for number, _page in listed] == [str(n + 1) for n in range(len(listed))]
    assert [page[:4] for _number, page in listed] == [f"{int(n):04}" for n, _page in listed]
    assert {page for _number, page in listed} == {page.name for page in folder.glob("0*.md")}
