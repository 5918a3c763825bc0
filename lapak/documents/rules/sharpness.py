"""Is a photographed paper sharp enough to read, and if not, where is it blurred.

A sharp picture loses much of its fine variation when it is smoothed; a blurred one has little to lose. That
measure (F. Crete and others, "The blur effect", SPIE 6492, 2007) does not depend on how dark or pale the
paper is. It is taken for each cell of a grid, so that one bad corner is found, and cells without anything
written on them are left out. The limits were set on drawn letters and cards with known blur and noise
(tests/rules/documents).
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

LONG_SIDE = 1280  # pixels: every picture is judged at this size, as an officer would see it
CELLS_ALONG = 16
SMOOTHING = 9  # pixels of the box filter, as in the paper
WRITING_SCALE = 31  # pixels: letters and lines of a paper are smaller than this
LEAST_WRITING = 4.0  # contrast of a cell at that scale, of 255, that counts as something written
MOST_GRAIN = 2.0  # of 255: what a camera's noise adds to the step between neighbours
SHORTEST_STEP = 0.4
LEAST_CELLS = 4  # fewer written cells: nobody can say whether it is sharp
SOFT_ABOVE, SOFT_SHARE = 0.60, 0.22  # the whole is blurred when more than this share of it is softer
LOST_ABOVE, LOST_CELLS = 0.80, 3  # a place is blurred when this many touching cells are softer
SOFT_SHARE_OF_PORTRAIT = 0.75  # skin is soft by nature


class Verdict(StrEnum):
    """Whether a paper can be read; `unsure` is left to an officer."""

    OK = "ok"
    BLURRED = "blurred"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Box:
    """A place in a picture, as shares of its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sharpness:
    """The verdict and, when blurred, where."""

    verdict: Verdict
    box: Box | None = None


def judge(picture: NDArray[np.uint8], *, portrait: bool = False) -> Sharpness:
    """Return whether a grey picture of a paper can be read, and the place that cannot.

    A portrait is only called blurred when nearly all of it is.
    """
    blur, written = _cells(_at_common_size(picture))
    count = int(written.sum())
    if count < LEAST_CELLS:
        return Sharpness(Verdict.UNSURE)
    soft = written & (blur > SOFT_ABOVE)
    if soft.sum() / count > (SOFT_SHARE_OF_PORTRAIT if portrait else SOFT_SHARE):
        return Sharpness(Verdict.BLURRED, _around(_largest_patch(soft)))
    lost = _largest_patch(written & (blur > LOST_ABOVE))
    if not portrait and lost.sum() >= LOST_CELLS:
        return Sharpness(Verdict.BLURRED, _around(lost))
    return Sharpness(Verdict.OK)


def _at_common_size(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    height, width = picture.shape
    scale = LONG_SIDE / max(height, width)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    return picture.astype(np.float32)


def _cells(picture: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return how blurred each cell is (0 sharp, 1 blurred), and whether anything is written in it."""
    cell = max(16, max(picture.shape) // CELLS_ALONG)
    detail = picture - cv2.blur(picture, (WRITING_SCALE, WRITING_SCALE))
    quiet = cv2.GaussianBlur(detail, (0, 0), 1.5).astype(np.float32)
    written = np.sqrt(_means(quiet**2, cell)) >= LEAST_WRITING
    # A hand that moved blurs in one direction only: the worse of the two counts.
    blur = np.maximum(_blur_along(picture, axis=1, cell=cell), _blur_along(picture, axis=0, cell=cell))
    return blur, written


def _blur_along(picture: NDArray[np.float32], *, axis: int, cell: int) -> NDArray[np.float32]:
    """Return the share of each cell's variation along an axis that smoothing leaves, without the grain."""
    kernel = (SMOOTHING, 1) if axis == 1 else (1, SMOOTHING)
    smoothed = cv2.blur(picture, kernel).astype(np.float32)
    steps, kept = (np.abs(np.gradient(one, axis=axis)).astype(np.float32) for one in (picture, smoothed))
    means, lost = _means(steps, cell), _means(np.maximum(steps - kept, 0), cell)
    grain = min(float(np.quantile(means, 0.1)), MOST_GRAIN)
    real = means - grain
    blur = 1 - np.maximum(lost - grain, 0) / np.maximum(real, SHORTEST_STEP)
    return np.where(real > SHORTEST_STEP, blur, 0).astype(np.float32)


def _means(values: NDArray[np.float32], cell: int) -> NDArray[np.float32]:
    """Return the mean of each whole cell; a strip narrower than a cell is filled up with nothing."""
    rows, columns = (max(1, length // cell) for length in values.shape)
    cut = values[: rows * cell, : columns * cell]
    filled = np.pad(cut, [(0, rows * cell - cut.shape[0]), (0, columns * cell - cut.shape[1])])
    means: NDArray[np.float32] = filled.reshape(rows, cell, columns, cell).mean(axis=(1, 3))
    return means


def _largest_patch(cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the largest group of cells that touch, corners included."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cells.astype(np.uint8), connectivity=8)
    if count < 2:
        return np.zeros_like(cells)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    return np.asarray(labels == largest)


def _around(patch: NDArray[np.bool_]) -> Box:
    """Return the box that holds the patch."""
    rows, columns = np.flatnonzero(patch.any(axis=1)), np.flatnonzero(patch.any(axis=0))
    height, width = patch.shape
    return Box(
        x=float(columns[0] / width),
        y=float(rows[0] / height),
        width=float((columns[-1] - columns[0] + 1) / width),
        height=float((rows[-1] - rows[0] + 1) / height),
    )
