"""The machine API as a whole. Its own description is /api/v1/openapi.json."""

from ninja import NinjaAPI

from broadcast.api.as_run import router as as_run
from broadcast.api.auth import EVERYBODY
from broadcast.api.bodies import ObjectParser
from broadcast.api.errors import handle_errors
from broadcast.api.files import router as files
from broadcast.api.playlists import router as playlists

machine = NinjaAPI(
    title="Loa",
    version="1",
    description=(
        "Released playlists, their files, and what aired in return. A station's bearer token or "
        "a signed-in person; file addresses in M3U8, XSPF and HTML carry a key of their own."
    ),
    docs_url=None,  # its page loads scripts from outside
    urls_namespace="api",
    parser=ObjectParser(),
    auth=EVERYBODY,
)
machine.add_router("", playlists)
machine.add_router("", files)
machine.add_router("", as_run)
handle_errors(machine)
