"""One form of a revision's content, the same on every database, to be hashed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

# Where the page is, who holds it and what became of it: none of it airs.
BOOKKEEPING = frozenset(
    {
        "pk",
        "id",
        "page_ptr",
        "item_ptr",
        "path",
        "depth",
        "numchild",
        "url_path",
        "translation_key",
        "locale",
        "content_type",
        "alias_of",
        "draft_title",
        "live",
        "live_revision",
        "latest_revision",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "search_description",
        "seo_title",
        "show_in_menus",
        "wagtail_admin_comments",
        "index_entries",
        "folded",
    }
)


def without_bookkeeping(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in BOOKKEEPING}


def canonical_sha256(content: dict[str, Any]) -> str:
    """Return the SHA-256, in hex, of `content` without its bookkeeping keys."""
    text = json.dumps(
        without_bookkeeping(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()
