/**
 * Panels that stand side by side on a wide screen and become tabs on a narrow one:
 * `<div class="panels"><div role="tablist"><button class="tab" role="tab" data-panel="data">…`
 * and `<section class="panel" id="panel-data">`. On wide screens the stylesheet shows all of them.
 */

/** @param {HTMLElement} tab */
function open(tab) {
  const group = tab.closest(".panels");
  if (!group) return;
  for (const other of group.querySelectorAll("[data-panel]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.setAttribute("tabindex", chosen ? "0" : "-1");
    document.getElementById(`panel-${other.getAttribute("data-panel")}`)?.classList.toggle("is-open", chosen);
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const tab = target?.closest("[data-panel]");
  if (tab instanceof HTMLElement) open(tab);
  const next = target?.closest("[data-panel-next]");
  if (next) {
    const tabs = /** @type {HTMLElement[]} */ ([...(next.closest(".panels")?.querySelectorAll("[data-panel]") ?? [])]);
    const now = tabs.findIndex((candidate) => candidate.getAttribute("aria-selected") === "true");
    const chosen = tabs[(now + 1) % tabs.length];
    if (chosen) open(chosen);
  }
});

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (!(target instanceof HTMLElement) || !target.matches(".panels [data-panel]")) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = /** @type {HTMLElement[]} */ ([...(target.closest(".panels")?.querySelectorAll("[data-panel]") ?? [])]);
  const chosen = tabs[(tabs.indexOf(target) + step + tabs.length) % tabs.length];
  chosen?.focus();
  if (chosen) open(chosen);
});
