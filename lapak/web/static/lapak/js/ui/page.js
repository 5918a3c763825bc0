/**
 * What every page does: large text, banners that leave, buttons that show they are working, and
 * one place from which other modules speak to screen readers (`announce`).
 */

const YEAR_SECONDS = 31_536_000;
const SUCCESS_STAYS_MS = 6_000;

/**
 * Say a sentence to screen readers without moving the focus.
 * @param {string} sentence
 * @param {{assertive?: boolean}} [options] assertive: called now, connection lost, officer returns
 */
export function announce(sentence, { assertive = false } = {}) {
  const region = document.getElementById(assertive ? "live-assertive" : "live-polite");
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => { region.textContent = sentence; }, 50);
}

/** @param {boolean} large */
function setLargeText(large) {
  document.documentElement.classList.toggle("huruf-besar", large);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `huruf_besar=${large ? "1" : "0"}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
  for (const button of document.querySelectorAll("[data-large-text]")) {
    button.setAttribute("aria-pressed", String(large));
  }
}

/** @param {Element} root */
function letSuccessLeave(root) {
  for (const banner of root.querySelectorAll('.messages [data-banner="success"]')) {
    window.setTimeout(() => banner.remove(), SUCCESS_STAYS_MS);
  }
}

/** @param {SubmitEvent} event */
function showBusy(event) {
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement) || event.defaultPrevented) return;
  button.setAttribute("aria-busy", "true");
  const waiting = button.dataset.waiting;
  const words = button.querySelector("[data-words]");
  if (waiting && words) words.textContent = waiting;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const notYet = target?.closest('[aria-disabled="true"]');
  if (notYet) {
    event.preventDefault();
    event.stopPropagation();
    const reason = notYet.getAttribute("aria-describedby");
    if (reason) announce(document.getElementById(reason)?.textContent ?? "");
    return;
  }
  if (target?.closest("[data-large-text]")) {
    setLargeText(!document.documentElement.classList.contains("huruf-besar"));
  }
  const opens = target?.closest("[data-opens]");
  if (opens instanceof HTMLElement) {
    const dialog = document.getElementById(opens.dataset.opens ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
  const toggles = target?.closest("[data-toggles]");
  if (toggles instanceof HTMLElement) {
    const open = document.getElementById(toggles.dataset.toggles ?? "")?.classList.toggle("is-open") ?? false;
    toggles.setAttribute("aria-expanded", String(open));
  }
  const closes = target?.closest("[data-closes]");
  if (closes) closes.closest("dialog")?.close();
}, true);

document.addEventListener("submit", showBusy);
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll('button[aria-busy="true"]')) button.removeAttribute("aria-busy");
});
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) letSuccessLeave(event.target);
});
letSuccessLeave(document.documentElement);
document.querySelector(".error-summary a, [aria-invalid='true']")?.closest("form")
  ?.querySelector("[aria-invalid='true']")?.scrollIntoView({ block: "center" });
