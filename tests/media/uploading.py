"""The upload form, as a browser sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client


def upload(
    client: Client, content: bytes, name: str = "a.wav", *, door: str = "", **fields: Any
) -> Any:
    """Send a file to `door`, the upload page unless another is named; return the answer."""
    file = SimpleUploadedFile(name, content, content_type="application/octet-stream")
    return client.post(door or reverse("media_assets:add"), {"file": file, "title": "", **fields})
