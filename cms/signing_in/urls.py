"""Signing in and one's own account, under /tai-khoan/. The names are allauth's."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from cms.signing_in.own_sessions import own_sessions
from cms.signing_in.views import SignInView

urlpatterns = [
    path("dang-nhap/", SignInView.as_view(), name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("ngung-dung/", account.account_inactive, name="account_inactive"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", account.password_change, name="account_change_password"),
    path("phien/", own_sessions, name="usersessions_list"),
    path("hai-buoc/", second_factor.index, name="mfa_index"),
    path("hai-buoc/ma/", second_factor.authenticate, name="mfa_authenticate"),
    path("hai-buoc/xac-nhan/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("hai-buoc/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("hai-buoc/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("hai-buoc/du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "hai-buoc/du-phong/moi/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "hai-buoc/du-phong/tep/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
