"""The desk's addresses, under the admin's /lich/."""

from django.urls import path

from .views import day, release, runs, slot

app_name = "desk"

urlpatterns = [
    path("", day.day, name="day"),
    path("buoi/<int:pk>/", slot.slot, name="slot"),
    path("buoi/<int:pk>/chon/", slot.choose, name="choose"),
    path("buoi/<int:pk>/sua/", slot.change, name="change"),
    path("viec/", runs.ask, name="ask"),
    path("viec/<int:pk>/", runs.run, name="run"),
    path("viec/<int:pk>/tinh-trang/", runs.run_state, name="run_state"),
    path("viec/<int:pk>/dung/", runs.cancel, name="cancel"),
    path("phat-hanh/<slug:code>/<str:day>/", release.release, name="release"),
]
