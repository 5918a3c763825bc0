// A box to sign in: with a finger, a mouse, or by typing the name, which is then written into the box.

const QUALITY = 0.92;
const LINE_WIDTH = 5;
const INK = "#171D33";
const NAME_FONT = 'italic 600 96px "Plus Jakarta Sans", cursive';

/** @type {{action: string, sheet: HTMLCanvasElement, name: string} | null} of a pad that was taken off the page */
let kept = null;

/** Forget what was drawn last. */
export function forgetSignature() {
  kept = null;
}

export class SignaturePad extends HTMLElement {
  #isDrawing = false;
  #hasInk = false;

  connectedCallback() {
    const canvas = this.#canvas();
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => this.#up());
    this.querySelector("[data-clear]")?.addEventListener("click", () => this.#clear());
    this.#typedName().addEventListener("input", () => this.#typed());
    this.closest("form")?.addEventListener("formdata", ({ formData }) => {
      formData.set("signature", this.#hasInk ? this.#picture() : "");
    });
    this.#blank();
    this.#takeUp();
  }

  disconnectedCallback() {
    if (this.#hasInk) kept = { action: this.dataset["action"] ?? "", sheet: this.#canvas(), name: this.#typedName().value };
  }

  /** A form that came back for something else keeps its signature. */
  #takeUp() {
    this.dataset["action"] = this.closest("form")?.action ?? "";
    if (kept?.action !== this.dataset["action"]) return;
    this.#pen().drawImage(kept.sheet, 0, 0);
    this.#typedName().value = kept.name;
    this.#hasInk = true;
    kept = null;
  }

  #typedName() {
    return /** @type {HTMLInputElement} */ (this.querySelector("[data-typed-name]"));
  }

  #canvas() {
    return /** @type {HTMLCanvasElement} */ (this.querySelector("canvas"));
  }

  /** The drawing at half the size of the sheet, which is fine enough for ink, in the form it is kept in. */
  #picture() {
    const sheet = this.#canvas();
    const small = document.createElement("canvas");
    [small.width, small.height] = [sheet.width / 2, sheet.height / 2];
    const pen = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
    pen.imageSmoothingQuality = "high";
    pen.drawImage(sheet, 0, 0, small.width, small.height);
    return small.toDataURL("image/jpeg", QUALITY);
  }

  #pen() {
    return /** @type {CanvasRenderingContext2D} */ (this.#canvas().getContext("2d"));
  }

  #blank() {
    const { width, height } = this.#canvas();
    const pen = this.#pen();
    pen.fillStyle = "#FFFFFF";
    pen.fillRect(0, 0, width, height);
    this.#hasInk = false;
  }

  #clear() {
    this.#blank();
    this.#typedName().value = "";
  }

  /** @param {PointerEvent} event */
  #down(event) {
    event.preventDefault();
    this.#canvas().setPointerCapture(event.pointerId);
    this.#isDrawing = true;
    const pen = this.#pen();
    [pen.lineWidth, pen.lineCap, pen.lineJoin, pen.strokeStyle] = [LINE_WIDTH, "round", "round", INK];
    pen.beginPath();
    pen.moveTo(...this.#place(event));
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!this.#isDrawing) return;
    const pen = this.#pen();
    pen.lineTo(...this.#place(event));
    pen.stroke();
    this.#hasInk = true;
  }

  #up() {
    if (this.#isDrawing) this.dispatchEvent(new Event("input", { bubbles: true }));
    this.#isDrawing = false;
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  #place({ clientX, clientY }) {
    const canvas = this.#canvas();
    const box = canvas.getBoundingClientRect();
    return [((clientX - box.left) * canvas.width) / box.width, ((clientY - box.top) * canvas.height) / box.height];
  }

  #typed() {
    const name = this.#typedName().value.trim();
    this.#blank();
    if (!name) return;
    const { width, height } = this.#canvas();
    const pen = this.#pen();
    [pen.font, pen.fillStyle, pen.textAlign, pen.textBaseline] = [NAME_FONT, INK, "center", "middle"];
    pen.fillText(name, width / 2, height / 2, width * 0.92);
    this.#hasInk = true;
  }
}

customElements.define("signature-pad", SignaturePad);
