"""The help people may ask for, in their words and in short for who serves them."""

from django.utils.translation import gettext_lazy as _

from lapak.claims.rules.needs import Need

ASKED = {
    Need.TYPING: _("Bercakap lewat tulisan (tidak mendengar atau tidak bicara)"),
    Need.SIGN_LANGUAGE: _("Bahasa isyarat"),
    Need.READ_ALOUD: _("Dibacakan (tidak melihat, atau sulit membaca)"),
    Need.CANNOT_SIGN: _("Tidak bisa tanda tangan"),
    Need.WHEELCHAIR: _("Kursi roda"),
    Need.ONE_TO_ONE: _("Dilayani pelan-pelan, satu orang saja"),
    Need.COMPANION: _("Didampingi orang lain"),
    Need.LARGE_TEXT: _("Huruf besar di layar bilik"),
}
# Word and icon on a tile and in the band.
SHORT = {
    Need.TYPING: (_("Lewat tulisan"), "keyboard"),
    Need.SIGN_LANGUAGE: (_("Bahasa isyarat"), "hand"),
    Need.READ_ALOUD: (_("Dibacakan"), "audio-lines"),
    Need.CANNOT_SIGN: (_("Tak bisa tanda tangan"), "fingerprint"),
    Need.WHEELCHAIR: (_("Kursi roda"), "wheelchair"),
    Need.ONE_TO_ONE: (_("Pelan-pelan"), "user-round"),
    Need.COMPANION: (_("Didampingi"), "users"),
    Need.LARGE_TEXT: (_("Huruf besar"), "a-large-small"),
}
