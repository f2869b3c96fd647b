"""Where a comment on an item may stand: at a field, a line of the script, a paragraph of the text.

Named as Wagtail's editor names it, so that a comment shows there beside what it is about:
`title`, `script.<block>.text`; a paragraph is `body` with its block in the position.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Iterator

# In the order of the editor; a kind has those of its own.
FIELDS = (
    "title",
    "summary",
    "recording",
    "script",
    "body",
    "language",
    "supplying_body",
    "themes",
    "author",
    "source",
    "priority",
    "deadline",
)
_BLOCK = "data-block-key"
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Place:
    """`key` is what a form carries, `words` the field's name or what is read there."""

    key: str
    words: str
    contentpath: str
    position: str = ""


def fields_of(item: Any) -> list[Place]:
    return [Place(name, _name_of(item, name), name) for name in FIELDS if hasattr(item, name)]


def lines_of(item: Any) -> list[Place]:
    """Return the lines of the script, or the paragraphs of the text, each a place of its own."""
    script = getattr(item, "script", None)
    return list(_of_script(script) if script else _of_body(getattr(item, "body", "") or ""))


def place_of(item: Any, key: str) -> Place | None:
    """Return the place of that key, None where the item has it no more."""
    return next((each for each in (*fields_of(item), *lines_of(item)) if each.key == key), None)


def words_at(lines: list[Place], contentpath: str, position: str) -> str:
    """Return what is read where a comment stands: empty for a whole field or what is gone."""
    wanted = f"{contentpath}#{_block_of(position)}" if position else contentpath
    block = _block_in(contentpath)
    for line in lines:
        if line.key == wanted or (block and _block_in(line.contentpath) == block):
            return line.words
    return ""


def script_line(block: Any) -> str:
    if block.block_type == "line":
        return f"{block.value['speaker']}: {block.value['text']}"
    return f"({block.value})" if block.block_type == "cue" else f"♪ {block.value}"


def _of_script(script: Any) -> Iterator[Place]:
    for block in script:
        path = f"script.{block.id}" + (".text" if block.block_type == "line" else "")
        yield Place(path, script_line(block)[:_LONGEST], path)


def _of_body(html: str) -> Iterator[Place]:
    marked: Any = {_BLOCK: True}
    for element in BeautifulSoup(html, "html.parser").find_all(attrs=marked):
        if words := " ".join(element.get_text().split()):
            block = str(element[_BLOCK])
            # The editor counts in UTF-16, and blanks in a row as one.
            length = len(words.encode("utf-16-le")) // 2
            position = json.dumps([{"key": block, "start": 0, "end": length}])
            yield Place(f"body#{block}", words[:_LONGEST], "body", position)


def _block_in(contentpath: str) -> str:
    """Return the script's block that a path leads to or into."""
    _field, _dot, rest = contentpath.partition(".")
    return rest.split(".", maxsplit=1)[0]


def _block_of(position: str) -> str:
    try:
        return str(json.loads(position)[0]["key"])
    except (ValueError, LookupError, TypeError):
        return ""


def _name_of(item: Any, name: str) -> str:
    label = str(item._meta.get_field(name).verbose_name)  # noqa: SLF001 - Django's API
    return label[:1].upper() + label[1:]
