// One visit on one screen: the call, which stays, and around it what the server says of the visit.

import { ParticipantLeg } from "../call/participant_leg.js";
import { WireRefused } from "../call/wire.js";
import { csrfToken, follow } from "../live.js";
import { announce } from "../ui/page.js";
import { emptyParts, putParts, rootOf } from "./parts.js";
import { Talk } from "./talk.js";
import { words } from "./words.js";
import "./paper_camera.js";
import { forgetSignature } from "./signature_pad.js";

/**
 * @typedef {import("../live.js").JournalEvent} JournalEvent
 * @typedef {import("../call/capture.js").CaptureProblem} CaptureProblem
 */

const REFRESH_AFTER_MS = 60;
const RING_EVERY_MS = 5_000;
const TRY_AGAIN_MS = 2_000;

/**
 * Fires `visit` (another visit, or none, is on the screen), `shown` after every fragment, `mode`, and `ended`
 * {outcome}.
 */
export class Room extends EventTarget {
  ticket = "";
  /** Nothing is asked while a farewell is on the screen. */
  rests = false;
  /** @type {ParticipantLeg | null} */
  leg = null;
  /** @type {HTMLElement | null} the root of the last fragment, for its data */
  #told = null;
  #callId = "";
  #followed = "";
  #said = "";
  /** @type {() => void} */
  #unfollow = () => undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #refreshTimer;
  #lastAsked = 0;
  #isAsking = false;
  #begunStage = "";

  /** @param {HTMLElement} page @param {HTMLElement} root */
  constructor(page, root) {
    super();
    this.page = page;
    this.root = root;
    this.talk = new Talk(this);
    page.addEventListener("submit", (event) => this.#submitted(event));
    page.addEventListener("focusin", (event) => this.#touched(event));
    page.addEventListener("pointerdown", (event) => this.#touched(event));
    page.addEventListener("change", (event) => this.#chosen(event));
    page.addEventListener("photo", () => this.#begin());
    setInterval(() => this.#turnRing(), RING_EVERY_MS);
  }

  /** The screen that is shown: what the fragment says, but the call knows its mode first. */
  get mode() {
    return this.root.dataset["mode"] ?? "free";
  }

  set mode(mode) {
    if (this.mode === mode) return;
    this.root.dataset["mode"] = mode;
    this.dispatchEvent(new CustomEvent("mode", { detail: { mode } }));
  }

  /** @param {string} key */
  told(key) {
    return this.#told?.dataset[key] ?? "";
  }

  /** Ask again soon; several reasons at once make one question. */
  refreshSoon() {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => this.refresh(), REFRESH_AFTER_MS);
  }

  /**
   * Ask the server what holds now, one question at a time. An answer that was overtaken by what somebody sent
   * is dropped. Where all is over nothing is asked any more.
   */
  async refresh() {
    if (this.rests || this.root.dataset["state"] === "over") return;
    if (this.#isAsking) return this.refreshSoon();
    this.#isAsking = true;
    const asked = ++this.#lastAsked;
    const headers = { "HX-Request": "true", "X-Seen": this.told("seen"), "X-Visit": this.ticket };
    try {
      const answer = await fetch(this.root.dataset["content"] ?? "", { headers });
      if (answer.redirected || answer.status === 403) return location.reload(); // no longer let in
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.status === 204) return; // what is shown still holds
      const html = await answer.text();
      if (asked === this.#lastAsked && !this.rests) this.show(html);
    } catch {
      clearTimeout(this.#refreshTimer);
      this.#refreshTimer = setTimeout(() => this.refresh(), TRY_AGAIN_MS);
    } finally {
      this.#isAsking = false;
    }
  }

  /** @param {string} html @param {Element | null} [own] the place whose form it answers */
  show(html, own = null) {
    const told = rootOf(html);
    const { visit: ticket = "", ended: outcome } = told.dataset;
    if (outcome && this.ticket) return void this.dispatchEvent(new CustomEvent("ended", { detail: { outcome } }));
    putParts(this.page, told, own);
    this.#told = told;
    this.#useCall(told.dataset["call"] ?? "");
    this.#follow(told.dataset["token"] ?? "", ticket);
    if (ticket !== this.ticket) this.#become(ticket);
    for (const key of ["task", "hand", "state"]) this.root.dataset[key] = told.dataset[key] ?? "";
    this.mode = this.#modeNow(told.dataset["mode"] ?? "free");
    this.#mirror();
    this.#turnRing();
    this.#say(told.dataset["says"] ?? "");
    this.talk.told();
    this.dispatchEvent(new Event("shown"));
  }

  /** A change of mode reaches the call before the fragment. @param {string} told */
  #modeNow(told) {
    const known = this.leg && this.leg.epoch > 0 ? this.leg.mode : "";
    return known === "" || (told === "called" && known === "hold") ? told : known;
  }

  /** Let go of the visit and take everything of it off the page. */
  forget() {
    this.#useCall("");
    this.#follow("", "");
    emptyParts(this.page);
    forgetSignature();
    this.talk.forget();
    this.#told = null;
    this.#said = this.#begunStage = "";
    this.#become("");
  }

  /**
   * Send a form of the visit and show the answer.
   * @param {string} address
   * @param {FormData | URLSearchParams} body
   * @param {Element | null} [own] the place of the form
   * @returns {Promise<boolean>} whether it was accepted
   */
  async send(address, body, own = null) {
    const asked = ++this.#lastAsked;
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
      if (answer.status === 404 || answer.status === 403) this.refreshSoon();
      else if (answer.ok || answer.status === 422) {
        this.show(await answer.text(), own);
        if (own instanceof HTMLElement && !answer.ok) own.dataset["dirty"] = "yes"; // its words stay until it is mended
        if (asked !== this.#lastAsked) this.refreshSoon();
        return answer.ok;
      } else this.#sorry();
    } catch {
      this.#sorry();
    }
    return false;
  }

  /** @param {string} ticket */
  #become(ticket) {
    if (this.ticket) this.talk.forget();
    this.ticket = ticket;
    this.#begunStage = "";
    this.dispatchEvent(new Event("visit"));
  }

  /** @param {string} callId */
  #useCall(callId) {
    if (callId === this.#callId) return;
    this.#callId = callId;
    this.leg?.close();
    this.leg = null;
    this.cover("");
    if (callId) this.#startCall(callId);
  }

  /** @param {string} callId */
  #startCall(callId) {
    const video = /** @type {HTMLVideoElement} */ (document.getElementById("petugas"));
    const preview = /** @type {HTMLVideoElement} */ (document.getElementById("diri"));
    const kind = this.root.dataset["kind"] === "booth" ? "booth" : "phone";
    const leg = new ParticipantLeg({ callId, kind, video, preview });
    this.leg = leg;
    leg.addEventListener("mode", () => this.#modeChanged(leg));
    leg.addEventListener("state", () => this.#cover(leg));
    leg.addEventListener("picture", () => this.#cover(leg));
    leg.addEventListener("problem", (event) => this.#problem(/** @type {CustomEvent<CaptureProblem>} */ (event).detail));
    preview.addEventListener("loadedmetadata", this.#mirror);
  }

  /** @param {ParticipantLeg} leg */
  #modeChanged(leg) {
    if (leg !== this.leg) return;
    if (leg.mode !== this.told("mode")) this.refreshSoon();
    this.mode = this.#modeNow(this.told("mode"));
    this.#hideProblem();
    this.#cover(leg);
  }

  /** @param {ParticipantLeg} leg */
  #cover(leg) {
    if (leg !== this.leg) return;
    const hasPicture = document.getElementById("petugas")?.dataset["picture"] === "live";
    if (leg.state === "interrupted") this.cover("again");
    else if (leg.mode === "focus" && !hasPicture) this.cover("connecting");
    else this.cover("");
  }

  /** Lay words over the officer's picture, or take them away. @param {"" | "again" | "connecting"} why */
  cover(why) {
    const cover = this.page.querySelector("[data-cover]");
    if (!(cover instanceof HTMLElement)) return;
    const isNew = cover.dataset["why"] !== why;
    cover.hidden = why === "";
    cover.dataset["why"] = why;
    this.root.dataset["link"] = why;
    const title = cover.querySelector("[data-cover-title]");
    if (title && why) title.textContent = words(why);
    if (isNew && why === "again") announce(words("again"), { assertive: true });
  }

  /** @param {CaptureProblem} problem */
  #problem({ device, code }) {
    const text = words(`booth-${device}`) || words(`${device}-${code}`) || words(`${device}-failed`);
    const place = this.page.querySelector("[data-problem]");
    if (place) place.textContent = text;
    if (place instanceof HTMLElement) place.hidden = text === "";
    announce(text, { assertive: true });
  }

  /** @param {string} token @param {string} ticket */
  #follow(token, ticket) {
    const key = token ? `${ticket}:${this.told("topics")}` : "";
    if (key === this.#followed) return;
    this.#followed = key;
    this.#unfollow();
    this.#unfollow = () => undefined;
    if (!token) return;
    this.#unfollow = follow(token, {
      journal: (event) => this.#happened(event, ticket),
      mailbox: (event) => this.leg?.onMailbox(event),
      line: () => this.refreshSoon(),
      ready: () => this.#ready(),
      poll: () => this.refresh(),
    });
  }

  /** The stream is open, for the first time or again: what happened meanwhile is asked for. */
  #ready() {
    void this.leg?.start();
    this.refreshSoon();
  }

  /** @param {JournalEvent} event @param {string} ticket */
  #happened(event, ticket) {
    this.leg?.onJournal(event);
    if (event.what === "access.opened") this.dispatchEvent(new Event("phone"));
    const isEnd = event.what === "place.ended" && event.data["visit"] === ticket;
    if (isEnd && this.#callId) void this.#ended(this.#callId, String(event.data["outcome"] ?? ""));
    else this.refreshSoon();
  }

  /**
   * A stay ended: this one, or an earlier one whose event came again. The call knows.
   * @param {string} callId
   * @param {string} outcome
   */
  async #ended(callId, outcome) {
    const isOver = await this.leg?.wire.setup().then(() => false, (error) => error instanceof WireRefused && error.status === 404);
    if (isOver && callId === this.#callId) this.dispatchEvent(new CustomEvent("ended", { detail: { outcome } }));
    else this.refreshSoon();
  }

  /** The person sees what the camera sees, also beside a step. */
  #mirror = () => {
    const preview = document.getElementById("diri");
    for (const mirror of this.page.querySelectorAll("video[data-mirror]")) {
      if (!(mirror instanceof HTMLVideoElement) || !(preview instanceof HTMLVideoElement)) continue;
      if (mirror.srcObject !== preview.srcObject) mirror.srcObject = preview.srcObject;
    }
  };

  /** How much of the time alone is left, in whole minutes and as a ring; never a countdown by seconds. */
  #turnRing() {
    const until = Date.parse(this.told("until"));
    const ring = this.page.querySelector("[data-ring]");
    if (!ring || Number.isNaN(until)) return;
    const left = Math.max(0, until - Date.now());
    const limit = Number(this.told("limit")) * 1000 || 1;
    ring.setAttribute("stroke-dasharray", `${Math.round(Math.min(1, left / limit) * 100)} 100`);
    const minutes = this.page.querySelector("[data-minutes]");
    if (minutes) minutes.textContent = `± ${Math.max(1, Math.ceil(left / 60_000))}`;
  }

  /** @param {string} sentence */
  #say(sentence) {
    if (!sentence || sentence === this.#said) return;
    this.#said = sentence;
    announce(sentence, { assertive: true });
  }

  #sorry() {
    announce(words("unsent"), { assertive: true });
    this.root.dataset["unsent"] = "yes";
    for (const busy of this.page.querySelectorAll('[aria-busy="true"]')) busy.removeAttribute("aria-busy");
    const place = this.page.querySelector("[data-problem]");
    if (place instanceof HTMLElement) [place.textContent, place.hidden] = [words("unsent"), false];
  }

  /** @param {Event} event */
  #submitted(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-visit-form]")) return;
    event.preventDefault();
    const submitter = /** @type {SubmitEvent} */ (event).submitter;
    if (submitter?.getAttribute("aria-busy") === "true" && submitter.dataset["sending"]) return;
    if (submitter) [submitter.dataset["sending"], submitter.ariaBusy] = ["yes", "true"];
    if (form.dataset["visitForm"] === "hand") this.#handIsUp(form);
    void this.send(form.action, new FormData(form), form.closest("[data-part]")).then((accepted) => {
      if (submitter) [submitter.dataset["sending"], submitter.ariaBusy] = ["", "false"];
      if (accepted) this.#hideProblem();
      this.#focusAfter(form);
    });
  }

  /** The hand goes up at the press; the words say when the officer has been told. @param {HTMLFormElement} form */
  #handIsUp(form) {
    if (this.mode === "focus") return;
    form.querySelector("button")?.setAttribute("aria-pressed", "true");
    const place = form.querySelector("[data-hand-words]");
    if (place) place.textContent = words("telling");
  }

  #hideProblem() {
    const place = this.page.querySelector("[data-problem]");
    if (place instanceof HTMLElement) place.hidden = true;
  }

  /** After something was sent from a task, the reader stands at its next heading or first wrong field. @param {HTMLFormElement} form */
  #focusAfter(form) {
    if (form.isConnected || form.dataset["visitForm"] === "hand") return;
    const task = this.page.querySelector('[data-part="task"]');
    const places = ['[aria-invalid="true"]', "dialog[open] input", "h2"];
    const next = places.map((place) => task?.querySelector(place)).find(Boolean);
    if (next instanceof HTMLElement) next.focus();
  }

  /** A photograph that was chosen is sent at once. @param {Event} event */
  #chosen(event) {
    if (event.target instanceof HTMLInputElement && event.target.matches("[data-sends]")) event.target.form?.requestSubmit();
  }

  /** @param {Event} event */
  #touched(event) {
    const touched = event.target instanceof Element ? event.target : null;
    if (touched?.closest('[data-part="task"] :is(form, button, .paper-text)')) {
      this.#begin(touched.closest("signature-pad") ? "signing" : "");
    }
  }

  /** Tell once what the person has begun to do, so that the officer sees it. */
  #begin(begun = "") {
    const task = this.page.querySelector('[data-part="task"]');
    const stage = begun || (task instanceof HTMLElement ? (task.dataset["stage"] ?? "") : "");
    if (!stage || stage === this.#begunStage || !this.ticket) return;
    this.#begunStage = stage;
    void fetch(`/kunjungan/${this.ticket}/sedang/`, {
      method: "POST",
      body: new URLSearchParams({ stage }),
      headers: { "X-CSRFToken": csrfToken() },
    }).catch(() => (this.#begunStage = ""));
  }
}
