// @ts-check
/**
 * Sends a list of workers in pieces. A connection that breaks goes on where it stopped, also after the page was
 * closed and the same file chosen again: the file is known by its SHA-256. Without this script, or without
 * crypto in an insecure context, the same form sends the file whole.
 */

import { csrfToken } from "../live.js";
import { announce } from "../ui/page.js";

const TRY_AGAIN_MS = 2_000; // and up to as much again, so that a crowd does not come back in one second
const MEGABYTE = 1024 * 1024;

/** @typedef {{id: string, state: string, received: number}} Upload */
/** @typedef {{code: string, sentence: string, received?: number}} Refusal */

class Refused extends Error {
  /** @param {Refusal} refusal */
  constructor(refusal) {
    super(refusal.sentence);
    this.refusal = refusal;
  }
}

/** The page is nobody's any more, or another's: opened anew it says why. */
class Gone extends Error {}

/** @param {File} file */
async function fingerprint(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} url
 * @param {BodyInit} body
 * @returns {Promise<Upload>}
 */
async function post(url, body) {
  const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
  if (answer.redirected || answer.status === 403 || answer.status === 404) throw new Gone();
  if (answer.ok) return answer.json();
  if (answer.status === 409 || answer.status === 422) throw new Refused(await answer.json());
  throw new TypeError(`answered ${answer.status}`);
}

class Drop {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    form.addEventListener("submit", (event) => {
      const file = this.input.files?.[0];
      if (!file || !crypto.subtle) return;
      event.preventDefault();
      event.stopPropagation();
      void this.send(file);
    }, { capture: true });
  }

  get input() {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem("file"));
  }

  /** @param {File} file */
  async send(file) {
    this.fail("");
    if (file.size > Number(this.form.dataset["most"]) * MEGABYTE) {
      this.fail(this.form.dataset["tooBig"] ?? "");
      return;
    }
    this.button.disabled = true;
    try {
      const upload = await this.carry(file, await fingerprint(file));
      if (upload.state === "done") this.fail(this.form.dataset["kept"] ?? "");
      else location.reload();
    } catch (problem) {
      if (problem instanceof Gone) location.reload();
      else this.fail(problem instanceof Refused ? problem.message : String(problem));
    } finally {
      this.button.disabled = false;
    }
  }

  /**
   * Announce the file and send what is not there yet, as long as it takes.
   * @param {File} file
   * @param {string} sha256
   * @returns {Promise<Upload>}
   */
  async carry(file, sha256) {
    const purpose = new FormData(this.form).get("purpose");
    const about = JSON.stringify({ purpose, name: file.name, size: file.size, sha256 });
    for (;;) {
      try {
        let upload = await post(this.form.dataset["announce"] ?? "", about);
        while (upload.state === "arriving" && upload.received < file.size) {
          upload = await this.piece(file, upload);
          this.show(upload.received, file.size);
        }
        return upload;
      } catch (problem) {
        const isFinal = problem instanceof Refused && problem.refusal.code !== "piece_out_of_place";
        if (isFinal || problem instanceof Gone) throw problem;
        this.tell(this.form.dataset["waiting"] ?? "");
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS * (1 + Math.random())));
      }
    }
  }

  /**
   * @param {File} file
   * @param {Upload} upload
   */
  async piece(file, upload) {
    const end = Math.min(file.size, upload.received + Number(this.form.dataset["piece"]));
    return post(`/perusahaan/berkas/potongan/${upload.id}/?dari=${upload.received}`, file.slice(upload.received, end));
  }

  get button() {
    return /** @type {HTMLButtonElement} */ (this.form.querySelector("button[type=submit]"));
  }

  /**
   * @param {number} received
   * @param {number} size
   */
  show(received, size) {
    const percent = Math.floor((100 * received) / size);
    const bar = this.form.querySelector("progress");
    if (bar) bar.value = percent;
    this.tell(`${this.form.dataset["sending"]} ${percent}%`);
  }

  /** @param {string} text */
  tell(text) {
    const box = this.form.querySelector("[data-progress]");
    const told = this.form.querySelector("[data-told]");
    if (box instanceof HTMLElement) box.hidden = false;
    if (told) told.textContent = text;
  }

  /** @param {string} sentence */
  fail(sentence) {
    const error = this.form.querySelector("[data-error]");
    if (!(error instanceof HTMLElement)) return;
    error.hidden = !sentence;
    error.textContent = sentence;
    if (sentence) announce(sentence, { assertive: true });
  }
}

for (const form of document.querySelectorAll("form[data-announce]")) {
  if (form instanceof HTMLFormElement) new Drop(form);
}
