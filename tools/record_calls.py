"""Records the clips of spoken calls anew: `python -m tools.record_calls [folder]`.

Needs espeak-ng (with its voice `id`) and ffmpeg with libmp3lame; Debian has both under these names. What is
recorded comes from `lapak.web.board.speech`, so a new word there needs one run of this. A branch that wants a
human voice replaces the files by its own of the same names.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from lapak.web.board.speech import vocabulary

FOLDER = Path(__file__).parents[1] / "lapak" / "web" / "static" / "lapak" / "calls"
SPEAK = ("espeak-ng", "-v", "id", "-s", "135", "-p", "45")
LOUDNESS_DB = -18.0  # mean over a clip, so that no word jumps out of a call
_SILENCE = "silenceremove=start_periods=1:start_threshold=-45dB"
TRIM = f"{_SILENCE},areverse,{_SILENCE},areverse"
BREATH = "apad=pad_dur=0.06"
ENCODE = ("-ac", "1", "-ar", "24000", "-c:a", "libmp3lame", "-b:a", "32k", "-write_xing", "0")
NO_TAGS = ("-map_metadata", "-1", "-id3v2_version", "0", "-bitexact")


def main(folder: Path = FOLDER) -> None:
    """Record every clip of the vocabulary and take away those that nothing says any more."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = vocabulary()
    for old in folder.glob("*.mp3"):
        if old.stem not in wanted:
            old.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        for name, words in wanted.items():
            spoken = Path(scratch) / "spoken.wav"
            subprocess.run([*SPEAK, "-w", str(spoken), words], check=True)  # noqa: S603 our own words
            louder = LOUDNESS_DB - _mean_loudness(spoken)
            sound = f"{TRIM},volume={louder:.1f}dB,alimiter=limit=0.9:level=0,{BREATH}"
            _ffmpeg(spoken, "-y", "-af", sound, *ENCODE, *NO_TAGS, str(folder / f"{name}.mp3"))


def _mean_loudness(spoken: Path) -> float:
    said = _ffmpeg(spoken, "-af", f"{TRIM},volumedetect", "-f", "null", "-")
    found = re.search(r"mean_volume: (-?[\d.]+) dB", said)
    if found is None:
        raise RuntimeError(f"ffmpeg did not measure the loudness: {said[-500:]}")
    return float(found[1])


def _ffmpeg(spoken: Path, *arguments: str) -> str:
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-i", str(spoken), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr  # noqa: S603


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
