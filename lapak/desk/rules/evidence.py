"""How stills are named. One of a person beside the one who speaks bears that person's number."""

STILL_KINDS = ("bukti_ktp", "bukti_wajah", "bukti_percakapan", "bukti_persetujuan", "bukti_cap_jempol")


def is_still(kind: str) -> bool:
    """Return whether a kind of document is a still of a talk."""
    return kind.partition("-")[0] in STILL_KINDS


def still_kind(*, step: int) -> str:
    """Return what a still shows: at step 2 the original identity card, at step 3 the face, else the talk."""
    return {2: "bukti_ktp", 3: "bukti_wajah"}.get(step, "bukti_percakapan")
