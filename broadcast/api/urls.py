"""The machine API, under /api/v1/."""

from django.urls import path, re_path

from broadcast.api.errors import no_such_address
from broadcast.api.machine import machine

urlpatterns = [
    path("", no_such_address),
    path("", machine.urls),
    # A program that mistypes an address reads JSON too.
    re_path("", no_such_address),
]
