from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from operator import attrgetter

from hypothesis import given, settings

from broadcast.exports.playlist import Playlist, RecalledItem, Relay
from broadcast.exports.sheet import sheet
from broadcast.exports.titles import one_line
from tests.broadcast.exports.playlists import at, example, hostile_titles

VOID = {"meta", "br"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in order, and only text is kept."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def with_tag(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for found, attributes in self.tags if found == tag)


def page_of(playlist: Playlist, variant: str | None = None) -> Page:
    return Page(sheet(playlist, attrgetter("name"), variant, attrgetter("url")).decode())


def test_the_sheet_says_in_vietnamese_what_airs_when() -> None:
    text = "|".join(page_of(example()).texts)

    for words in (
        "Lịch phát sóng 02/06/2025 – Đài truyền thanh phường Phước Mỹ",
        "Bản 2 (thay bản 1), phát hành lúc 09:00 ngày 01/06/2025.",
        "Đã thu hồi, không được phát:",
        "Tin bài số 88 (tệp có tên chứa eeeeeeeeeeee): Sai số liệu, lúc 03:00 ngày 02/06/2025",
        "05:15 – Buổi sáng (30'00\")",
        "05:15:13|5'00\"|Tin bài|Chuyện trong bản|KHẨN CẤP|Phát đúng giờ|Lấy từ đài cấp trên",
        "Hết hiệu lực lúc 23:00 ngày 02/06/2025",
        "05:30:00|15'00\"|Tiếp âm|Thời sự|Nguồn: VOV1",
        "☐ đã phát",
    ):
        assert words in text
    assert "NT-582" not in text


def test_each_entry_with_a_file_can_be_listened_to() -> None:
    page, small = page_of(example()), page_of(example(), "small")

    assert [player["src"] for player in page.with_tag("audio")] == [
        "nhac-hieu-aaaaaaaaaaaa.mp3",
        "chuyen-trong-ban-bbbbbbbbbbbb.mp3",
    ]
    assert [link["href"] for link in page.with_tag("a")] == [
        f"/api/v1/files/{'d' * 64}.mp3?key=abc.123"
    ]
    assert [player["src"] for player in small.with_tag("audio")][1] == (
        "chuyen-trong-ban-nho-cccccccccccc.mp3"
    )


def test_a_television_station_gets_pictures() -> None:
    edition = example()
    (first, *more), slot = edition.slots[0].entries, edition.slots[0]
    assert first.file is not None
    film = replace(first, file=replace(first.file, name="phim-aaaaaaaaaaaa.mp4"))
    slots = (replace(slot, entries=(film, *more)), *edition.slots[1:])

    page = page_of(replace(edition, slots=slots))

    assert [player["src"] for player in page.with_tag("video")] == ["phim-aaaaaaaaaaaa.mp4"]


def test_the_sheet_needs_nothing_from_elsewhere() -> None:
    page = page_of(example())

    assert {tag for tag, _ in page.tags} == {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "strong"),
        *("ul", "li", "table", "tr", "th", "td", "small", "audio", "a", "span"),
    }


def test_a_first_edition_replaces_and_recalls_nothing() -> None:
    first = replace(example(), edition=1, supersedes=None, recalled=())

    text = "".join(page_of(first).texts)

    assert "Bản 1, phát hành" in text
    assert "thu hồi" not in text


@settings(max_examples=60, deadline=None)
@given(hostile_titles)
def test_no_text_breaks_the_page_or_runs_in_it(text: str) -> None:
    plain = example()
    (morning,) = plain.slots
    hostile = replace(
        plain,
        station=replace(plain.station, name=text),
        recalled=(RecalledItem(1, "f" * 64, text, at("03:00")),),
        slots=(
            replace(
                morning,
                title=text,
                entries=tuple(
                    replace(found, title=text, note=text, from_station=text, relay=Relay(text))
                    for found in morning.entries
                ),
            ),
        ),
    )

    page = page_of(hostile)

    assert {tag for tag, _ in page.tags} == {tag for tag, _ in page_of(plain).tags}
    assert all(
        name
        in {"lang", "charset", "name", "content", "class", "href", "controls", "preload", "src"}
        for _, attributes in page.tags
        for name in attributes
    )
    if one_line(text):
        assert one_line(text) in page.texts


def test_lengths_are_rounded_to_the_second() -> None:
    (morning,) = example().slots
    odd = replace(morning, duration=timedelta(minutes=9, seconds=59, milliseconds=700))

    assert any("(10'00\")" in text for text in page_of(replace(example(), slots=(odd,))).texts)
