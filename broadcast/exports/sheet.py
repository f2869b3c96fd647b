"""The day's playlist as one page that can be read, listened to and printed, with nothing else.

The page needs no network, no script and no other file but the audio it links to. It speaks
Vietnamese, as its readers do.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import escape

from broadcast.exports.playlist import (
    Entry,
    JoinedFile,
    Kind,
    Playlist,
    Priority,
    RecalledItem,
    Slot,
)
from broadcast.exports.playlist_json import VIETNAM
from broadcast.exports.titles import one_line
from broadcast.exports.tracks import Address

_KINDS = {
    Kind.ITEM: "Tin bài",
    Kind.IDENT: "Nhạc hiệu",
    Kind.FILLER: "Nhạc cắt",
    Kind.RELAY: "Tiếp âm",
}
_PRIORITIES = {Priority.NORMAL: "", Priority.PRIORITY: "Ưu tiên", Priority.URGENT: "KHẨN CẤP"}
_HEADINGS = ("Giờ", "Thời lượng", "Loại", "Tên", "Kết quả")
# Side by side where there is room: a day is to fit on as little paper as it can.
_OUTCOMES = "<span>☐ đã phát</span> <span>☐ phát thiếu</span> <span>☐ không phát, vì:</span>"
_STYLE = """
body{font:11pt/1.4 sans-serif;margin:1.5em;max-width:60em}
h1{font-size:15pt}h2{font-size:13pt;margin:1.5em 0 .3em}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #555;padding:.3em .5em;text-align:left;vertical-align:top}
tr{break-inside:avoid}small{display:block;color:#444}
td span{white-space:nowrap;margin-right:.5em}th:last-child{width:36%}
audio,video{display:block;max-width:100%}small{overflow-wrap:anywhere}
.recalled{border:2px solid #a00;padding:.5em 1em}
@media (max-width:40em){body{margin:.75em}table,tr,td{display:block;border:0;padding:.1em 0}
tr{border-top:1px solid #555;padding:.5em 0}tr:first-child{display:none}
td:nth-child(-n+3){display:inline;margin-right:.75em}}
@media print{audio,video,.play{display:none}body{margin:0;font-size:9.5pt}th,td{padding:.15em .4em}}
"""


def sheet(
    playlist: Playlist,
    address: Address,
    variant: str | None = None,
    slot_address: Callable[[JoinedFile], str] | None = None,
) -> bytes:
    """Write the page; joined files of slots are linked where `slot_address` says they lie."""
    title = f"Lịch phát sóng {playlist.day:%d/%m/%Y} – {one_line(playlist.station.name)}"
    edition = f"Bản {playlist.edition}{_supersedes(playlist)}"
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{edition}, phát hành lúc {_moment(playlist.released_at)}.</p>",
        *_recalled(playlist.recalled),
    ]
    for slot in playlist.slots:
        body += _slot(slot, slot_address)
        body += [_row(entry, address, variant) for entry in slot.entries]
        body.append("</table>")
    body.append("<p>Người phát (ký, ghi rõ họ tên): ......................................</p>")
    page = (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )
    return page.encode()


def _supersedes(playlist: Playlist) -> str:
    return "" if playlist.supersedes is None else f" (thay bản {playlist.supersedes})"


def _recalled(items: tuple[RecalledItem, ...]) -> Iterator[str]:
    if not items:
        return
    yield '<div class="recalled"><strong>Đã thu hồi, không được phát:</strong><ul>'
    for item in items:
        yield (
            f"<li>Tin bài số {item.item_id} (tệp có tên chứa {escape(item.sha256[:12])}): "
            f"{escape(one_line(item.reason))}, lúc {_moment(item.at)}</li>"
        )
    yield "</ul></div>"


def _slot(slot: Slot, slot_address: Callable[[JoinedFile], str] | None) -> Iterator[str]:
    yield (
        f"<h2>{_clock(slot.starts_at)} – {escape(one_line(slot.title))} "
        f"({_length(slot.duration)})</h2>"
    )
    if slot.file is not None and slot_address is not None:
        link = escape(slot_address(slot.file))
        yield f'<p class="play"><a href="{link}">Cả buổi trong một tệp</a></p>'
    yield "<table><tr>" + "".join(f"<th>{heading}</th>" for heading in _HEADINGS) + "</tr>"


def _row(entry: Entry, address: Address, variant: str | None) -> str:
    file = entry.file_in(variant)
    player = ""
    if file is not None:
        link = escape(address(file))
        tag = "video" if file.name.endswith(".mp4") else "audio"
        player = (
            f'<{tag} controls preload="none" src="{link}"></{tag}>'
            f"<small>{escape(file.name)}</small>"
        )
    cells = (
        _clock(entry.starts_at, "seconds"),
        escape(_length(entry.duration)),
        _KINDS[entry.kind],
        escape(one_line(entry.title)) + "".join(_remarks(entry)) + player,
        _OUTCOMES,
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _remarks(entry: Entry) -> Iterator[str]:
    if entry.priority is not Priority.NORMAL:
        yield f"<small><strong>{_PRIORITIES[entry.priority]}</strong></small>"
    remarks = [entry.note]
    if entry.relay is not None:
        remarks.append(f"Nguồn: {entry.relay.source}")
    if entry.from_station is not None:
        # Its code says nothing to who airs it.
        remarks.append("Lấy từ đài cấp trên")
    for remark in remarks:
        if remark:
            yield f"<small>{escape(one_line(remark))}</small>"
    if entry.expires_at is not None:
        yield f"<small>Hết hiệu lực lúc {_moment(entry.expires_at)}</small>"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def _clock(at: datetime, precision: str = "minutes") -> str:
    return at.astimezone(VIETNAM).time().isoformat(precision)


def _length(duration: timedelta) -> str:
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    return f"{minutes}'{seconds:02}\""
