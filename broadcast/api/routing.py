"""How what is read is registered and described, one way for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from ninja import Router


def readable(router: Router, path: str, **described: Any) -> Callable[[Any], Any]:
    """Register a view for GET, described, and for HEAD, which answers like it without a body."""

    def register(view: Any) -> Any:
        router.add_api_operation(path, ["GET"], view, **described)
        router.add_api_operation(path, ["HEAD"], view, include_in_schema=False)
        return view

    return register


def sent_as(content_type: str) -> dict[str, Any]:
    """Describe an answer that is a file."""
    content = {content_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "OK", "content": content}}}
