"""A plain M3U8 playlist, the one format every player reads."""

from collections.abc import Iterable
from datetime import timedelta

from broadcast.exports.titles import one_line
from broadcast.exports.tracks import Track

_SECOND = timedelta(seconds=1)


def m3u8(tracks: Iterable[Track]) -> bytes:
    """Write the tracks as UTF-8, one `#EXTINF` line with whole seconds before each address.

    No `#EXT-X-` text appears anywhere, not even out of a title: players search for it and would
    take the whole list for HLS.
    """
    lines = ["#EXTM3U"]
    for track in tracks:
        seconds = (track.duration + _SECOND / 2) // _SECOND
        title = one_line(track.title).replace("#", "# ")
        lines += [f"#EXTINF:{seconds},{title}", track.address]
    return ("\n".join(lines) + "\n").encode()
