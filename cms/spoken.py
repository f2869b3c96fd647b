"""What of an item is said aloud, in order: the lines of a script, the paragraphs of a text."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_APART = {"p", "h2", "h3", "h4", "li", "blockquote"}


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a script or paragraph; `kind` is line, cue, sound, text or heading."""

    kind: str
    text: str
    speaker: str = ""

    @property
    def said(self) -> bool:
        """Whether it is spoken; cues and sounds take time of their own."""
        return self.kind not in {"cue", "sound"}


def passages(item: Any) -> list[Passage]:
    """Return what a reading of `item` goes through; empty where it has no text yet."""
    script = getattr(item, "script", None)
    if script:
        return list(_of_script(script))
    return _of_body(getattr(item, "body", "") or "")


def said_text(item: Any) -> str:
    return "\n".join(passage.text for passage in passages(item) if passage.said)


def _of_script(script: Any) -> Iterator[Passage]:
    for block in script:
        if block.block_type == "line":
            yield Passage("line", block.value["text"], block.value["speaker"])
        else:
            yield Passage(block.block_type, str(block.value))


def _of_body(html: str) -> list[Passage]:
    reader = _Paragraphs()
    reader.feed(html)
    reader.close()
    return [
        Passage("heading" if tag.startswith("h") else "text", text)
        for tag, parts in reader.found
        if (text := " ".join("".join(parts).split()))
    ]


class _Paragraphs(HTMLParser):
    """Reads the text of rich text, paragraph by paragraph, whatever stands around it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = [("p", [])]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        del attrs
        if tag in _APART:
            self.found.append((tag, []))
        elif tag == "br":
            self.found[-1][1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART:
            self.found.append(("p", []))

    def handle_data(self, data: str) -> None:
        self.found[-1][1].append(data)
