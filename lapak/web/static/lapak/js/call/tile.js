// A picture of the other side. When media stops a browser keeps showing the last frame, so the picture is
// taken away with the mode, and shown again only when a new frame has come.

/** @typedef {import("./modes.js").Mode} Mode */

const WORK_BLUR = "blur(3px)"; // a face stays a face at 320x180, writing on a paper does not stay readable

export class Tile {
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {Mode} */
  #mode = "hold";
  #turn = 0;
  #video;
  #blursWork;

  /**
   * @param {HTMLVideoElement} video
   * @param {{blursWork?: boolean, onPicture?: () => void}} [options]
   */
  constructor(video, { blursWork = false, onPicture = () => undefined } = {}) {
    this.#video = video;
    this.#blursWork = blursWork;
    this.onPicture = onPicture;
    video.autoplay = true;
    video.playsInline = true;
    this.blank();
  }

  /** Take picture and sound away, whatever may still arrive. */
  blank() {
    this.#turn += 1;
    this.#video.muted = true;
    this.#video.srcObject = null;
    this.#video.style.visibility = "hidden";
    this.#video.dataset["picture"] = "none";
  }

  /** @param {MediaStream | null} stream of the present connection */
  setStream(stream) {
    this.#stream = stream;
    if (this.#mode !== "hold") this.show(this.#mode);
  }

  /** @param {Mode} mode */
  show(mode) {
    this.#mode = mode;
    this.#video.dataset["callMode"] = mode;
    this.blank();
    if (mode === "hold" || !this.#stream) return;
    this.#video.srcObject = this.#stream;
    this.#video.muted = mode !== "focus";
    this.#video.style.filter = mode === "work" && this.#blursWork ? WORK_BLUR : "";
    this.#video.dataset["picture"] = "waiting";
    this.#revealOnFrame(this.#turn);
    this.#video.play().catch(() => undefined); // a newer srcObject interrupts it; autoplay goes on
  }

  /** @param {number} turn */
  #revealOnFrame(turn) {
    this.#video.requestVideoFrameCallback(() => {
      if (turn !== this.#turn) return;
      this.#video.style.visibility = "visible";
      this.#video.dataset["picture"] = "live";
      this.onPicture();
    });
  }
}
