"""Sentences for refusals in the work on claims: approvals, samples, reopening, signals, kin."""

from django.utils.translation import gettext_lazy as _

WORKFLOW = {
    "tiers_invalid": _("Ada batas yang perlu diperbaiki. Yang lain tetap terisi."),
    "tier_incomplete": _("Isi jumlah uang dan jumlah orangnya, atau kosongkan keduanya."),
    "tier_amount_invalid": _("Isi jumlah di atas nol, misalnya Rp100.000.000."),
    "tier_not_rising": _("Batas ini harus lebih tinggi daripada yang di atasnya."),
    "tier_approvers_invalid": _("Pilih 2 sampai %(most)s orang. Tanpa batas, satu orang menyetujui."),
    "tier_too_few_people": _(
        "Cabang ini punya %(people)s pejabat penyetuju. Tambah orangnya dulu, atau pilih lebih sedikit."
    ),
    "setting_in_the_past": _("Pilih hari ini atau sesudahnya. Yang sudah lewat tidak diubah."),
    "claim_never_submitted": _("Klaim ini belum pernah diajukan. Peserta cukup mengisi klaim baru."),
    "another_claim_live": _(
        "Peserta sudah punya klaim lain yang sedang berjalan untuk nomor ini. Lanjutkan klaim itu."
    ),
    "objection_empty": _("Tulis dulu apa yang menurut Anda keliru."),
    "objection_too_long": _("Tulisan paling panjang %(most)s huruf. Singkat sedikit."),
    "objection_already_made": _("Keberatan untuk keputusan ini sudah kami terima."),
    "objection_not_now": _("Klaim ini sedang berjalan, jadi tidak perlu keberatan."),
    "objection_not_open": _("Keberatan ini sudah dijawab."),
    "not_your_answer": _("Anda yang memutuskan klaim ini. Orang lain yang menjawab keberatannya."),
    "not_for_role": _("Langkah ini hanya untuk kepala cabang."),
    "reopening_reason_unknown": _("Pilih alasan dari daftar."),
    "objection_answer_reason_unknown": _("Pilih jawaban dari daftar."),
    "extension_reason_unknown": _("Pilih alasan dari daftar."),
    "kin": _(
        "Orang ini Anda sendiri atau kerabat tercatat. Rekan lain yang melayani, tanpa mengulang apa pun."
    ),
    "kin_invalid": _("Periksa lagi isian di bawah."),
    "kin_already_declared": _("Orang ini sudah tercatat."),
    "self_already_declared": _("NIK Anda sendiri sudah tercatat."),
    "kin_unknown": _("Catatan ini tidak ada lagi."),
    "not_your_account": _("Hanya pemilik akun atau pengelola yang dapat mengubahnya."),
    "not_talked_yet": _("Petugas belum bicara dengan peserta. Klaim ini lewat antrean dulu."),
    "core_opened_it": _("Sistem inti sudah menerima klaim ini."),
    "reason_same": _("Alasan ini sudah tertulis di klaim."),
    "reason_of_others": _("Alasan ini menyangkut orang lain. Klaim baru yang diajukan."),
    "reason_not_open": _("Menurut aturan peserta belum bisa mengajukan dengan alasan ini."),
    "reason_unanswered": _("Peserta belum menjawab pertanyaan tentang alasannya."),
    "proposal_gone": _("Pertanyaan ini sudah dijawab atau dibatalkan."),
    "no_paper_chosen": _("Pilih dulu dokumen yang perlu diminta lagi."),
    "deadline_not_later": _("Pilih hari sesudah batas yang sekarang."),
    "deadline_too_late": _("Batas paling jauh %(latest)s."),
    "signal_unexplained": _("Ada hal yang perlu dilihat. Tulis catatan setelah Anda melihatnya."),
    "signal_unknown": _("Hal ini sudah tidak berlaku. Muat ulang halaman."),
    "percent_invalid": _("Isi 0 sampai 100."),
    "sample_own_work": _("Anda sudah memeriksa atau menyetujui klaim ini. Orang lain yang melihatnya lagi."),
    "sample_done": _("Klaim ini sudah dilihat orang lain."),
    "sample_unknown": _("Klaim ini tidak termasuk contoh."),
    "sample_finding_reason_unknown": _("Pilih temuannya dari daftar."),
    "not_your_branch": _("Hanya kepala cabang ini atau pengelola yang dapat mengubahnya."),
}
