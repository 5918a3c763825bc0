"""Sign-in pages of the library that Lapak uses; its other pages stay unpublished."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

urlpatterns = [
    path("", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("kode/", mfa.authenticate, name="mfa_authenticate"),
    path("kode/ulang/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("dua-langkah/", mfa.index, name="mfa_index"),
    path("dua-langkah/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("dua-langkah/aplikasi/hapus/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("dua-langkah/cadangan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("dua-langkah/cadangan/baru/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("dua-langkah/cadangan/unduh/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
