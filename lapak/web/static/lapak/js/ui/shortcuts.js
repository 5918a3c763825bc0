/**
 * One-letter shortcuts of the console (WCAG 2.1.4): `data-key="h"` on a button or link presses it.
 * They rest while somebody types, and can be switched off; Tab, Space and Enter keep their meaning.
 * `data-key="ctrl+enter"` and `data-key="escape"` work while typing too.
 */

const STORE = "lapak-pintasan";
const WORKS_WHILE_TYPING = new Set(["escape", "ctrl+enter"]);

/** @returns {boolean} whether the officer left the shortcuts on */
export function shortcutsOn() {
  return localStorage.getItem(STORE) !== "mati";
}

/** @param {boolean} on */
export function setShortcuts(on) {
  localStorage.setItem(STORE, on ? "hidup" : "mati");
  document.documentElement.toggleAttribute("data-shortcuts-off", !on);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const key = event.key.toLowerCase();
  return event.ctrlKey ? `ctrl+${key}` : key;
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
  const key = pressed(event);
  if (!shortcutsOn() && !WORKS_WHILE_TYPING.has(key)) return;
  if (isTyping(event.target) && !WORKS_WHILE_TYPING.has(key)) return;
  const scope = document.querySelector("dialog[open]") ?? document;
  const control = scope.querySelector(`[data-key="${CSS.escape(key)}"]:not([hidden])`);
  if (!(control instanceof HTMLElement)) return;
  event.preventDefault();
  control.click();
});

document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.matches("[data-shortcuts-switch]")) {
    setShortcuts(event.target.checked);
  }
});

setShortcuts(shortcutsOn());
for (const box of document.querySelectorAll("input[data-shortcuts-switch]")) {
  if (box instanceof HTMLInputElement) box.checked = shortcutsOn();
}
