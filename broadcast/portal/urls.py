"""The operators' portal, under /dai/."""

from django.contrib.auth.views import LogoutView
from django.urls import path, register_converter

from broadcast.editions import SMALL
from broadcast.portal.addresses import DayConverter
from broadcast.portal.views.confirm import confirm
from broadcast.portal.views.files import m3u8, sheet, slot_file, zip_file
from broadcast.portal.views.news import news_mail, news_page, news_read
from broadcast.portal.views.notices import hear_notice, new_notice, notice_list, notice_page
from broadcast.portal.views.pages import day_page, home, station_page
from broadcast.portal.views.sign_in import SignInView

register_converter(DayConverter, "day")

app_name = "portal"
urlpatterns = [
    path("", home, name="home"),
    path("dang-nhap/", SignInView.as_view(), name="sign_in"),
    path("dang-xuat/", LogoutView.as_view(next_page="portal:sign_in"), name="sign_out"),
    path("<slug:code>/", station_page, name="station"),
    path("<slug:code>/thong-bao/", notice_list, name="notices"),
    path("<slug:code>/thong-bao/moi/", new_notice, name="new_notice"),
    path("<slug:code>/thong-bao/<int:pk>/", notice_page, name="notice"),
    path("<slug:code>/thong-bao/<int:pk>/nghe.mp3", hear_notice, name="hear_notice"),
    path("<slug:code>/co-gi-moi/", news_page, name="news"),
    path("<slug:code>/co-gi-moi/da-doc/", news_read, name="news_read"),
    path("<slug:code>/co-gi-moi/thu/", news_mail, name="news_mail"),
    path("<slug:code>/<day:day>/", day_page, name="day"),
    path("<slug:code>/<day:day>/xac-nhan/", confirm, name="confirm"),
    path("<slug:code>/<day:day>/ban-<int:edition>.zip", zip_file, name="zip"),
    path(
        "<slug:code>/<day:day>/ban-<int:edition>-nhe.zip",
        zip_file,
        {"variant": SMALL},
        name="small_zip",
    ),
    path("<slug:code>/<day:day>/ban-<int:edition>.m3u8", m3u8, name="m3u8"),
    path(
        "<slug:code>/<day:day>/ban-<int:edition>-nhe.m3u8",
        m3u8,
        {"variant": SMALL},
        name="small_m3u8",
    ),
    path("<slug:code>/<day:day>/ban-<int:edition>.html", sheet, name="sheet"),
    path(
        "<slug:code>/<day:day>/ban-<int:edition>-buoi-<int:slot>.mp3", slot_file, name="slot_file"
    ),
]
