// A fragment from the server is a set of named parts; each goes to the place of its name on the page. Videos and
// what somebody is typing stay; a part that the fragment does not have is emptied, so that nothing is left over.

/** @type {WeakMap<Element, string>} what the server last said for a place */
const said = new WeakMap();

document.addEventListener("input", ({ target }) => {
  const part = target instanceof Element ? target.closest("[data-part]") : null;
  if (part instanceof HTMLElement) part.dataset["dirty"] = "yes";
});

/** @param {string} html of a fragment @returns {HTMLElement} its root, for its data */
export function rootOf(html) {
  const sheet = document.createElement("template");
  sheet.innerHTML = html;
  const root = sheet.content.querySelector("[data-visit]");
  if (!(root instanceof HTMLElement)) throw new Error("a fragment of a visit has a root");
  return root;
}

/**
 * Put a fragment into its places.
 * @param {Element} page which holds the places
 * @param {HTMLElement} root of the fragment
 * @param {Element | null} [own] the place whose form this answers: what was typed there has been sent
 */
export function putParts(page, root, own = null) {
  for (const place of page.querySelectorAll("[data-part]")) {
    const part = root.querySelector(`[data-part="${place.getAttribute("data-part")}"]`);
    if (place instanceof HTMLElement) put(place, part instanceof HTMLElement ? part : null, place === own);
  }
}

/** Take everything away that a visit put on the page. @param {Element} page */
export function emptyParts(page) {
  for (const place of page.querySelectorAll("[data-part]")) {
    if (place instanceof HTMLElement) put(place, null, true);
  }
}

/** @param {HTMLElement} place @param {HTMLElement | null} part @param {boolean} own */
function put(place, part, own) {
  const html = part?.innerHTML ?? "";
  const key = part?.dataset["key"] ?? "";
  const isSame = said.get(place) === html && (place.dataset["key"] ?? "") === key;
  if (isSame || (!own && isBusy(place) && place.dataset["key"] === key)) return;
  said.set(place, html);
  place.dataset["key"] = key;
  place.dataset["stage"] = part?.dataset["stage"] ?? "";
  delete place.dataset["dirty"];
  place.replaceChildren(...(part?.childNodes ?? []));
  openDialogs(place);
}

/** Somebody is typing or drawing here, or has a dialog open. @param {HTMLElement} place */
function isBusy(place) {
  return Boolean(place.dataset["dirty"]) || place.querySelector("dialog[open]") !== null;
}

/** A form that came back with words at its fields stands in its dialog again. @param {HTMLElement} place */
function openDialogs(place) {
  for (const dialog of place.querySelectorAll("dialog[data-show]")) {
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
}
