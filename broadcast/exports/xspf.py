"""An XSPF 1 playlist: exact lengths, and titles that may hold anything."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from broadcast.exports.playlist_json import milliseconds, moment
from broadcast.exports.titles import one_line
from broadcast.exports.tracks import Track

_NAMESPACE = "http://xspf.org/ns/0/"


def xspf(title: str, released_at: datetime, tracks: Iterable[Track]) -> bytes:
    playlist = ET.Element("playlist", {"version": "1", "xmlns": _NAMESPACE})
    _add(playlist, "title", one_line(title))
    _add(playlist, "date", moment(released_at))
    listed = ET.SubElement(playlist, "trackList")
    for number, track in enumerate(tracks, start=1):
        element = ET.SubElement(listed, "track")
        _add(element, "location", track.address)
        _add(element, "title", one_line(track.title))
        _add(element, "trackNum", str(number))
        _add(element, "duration", str(milliseconds(track.duration)))
    ET.indent(playlist)
    document: bytes = ET.tostring(playlist, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
