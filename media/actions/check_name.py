"""What people take for the recording now and then: told at once, not when a worker has tried it."""

from __future__ import annotations

from pathlib import Path

from media.reasons import NotReceived, ReceiveCode

NOT_RECORDINGS = frozenset(
    [
        ".doc",
        ".docx",
        ".odt",
        ".rtf",
        ".txt",
        ".pdf",
        ".xls",
        ".xlsx",
        ".ods",
        ".ppt",
        ".pptx",
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".webp",
        ".bmp",
        ".heic",
        ".svg",
        ".zip",
        ".rar",
        ".7z",
        ".lnk",
        ".exe",
    ]
)


def check_name(name: str) -> None:
    """Raise `NotReceived` for a name that no recording has."""
    if Path(name).suffix.lower() in NOT_RECORDINGS:
        raise NotReceived(ReceiveCode.NOT_A_RECORDING, {"name": name})
