"""How stills are named."""

STILL_KINDS = ("bukti_ktp", "bukti_wajah", "bukti_percakapan")


def still_kind(*, step: int) -> str:
    """Return what a still shows: at step 2 the original identity card, at step 3 the face, else the talk."""
    return {2: "bukti_ktp", 3: "bukti_wajah"}.get(step, "bukti_percakapan")
