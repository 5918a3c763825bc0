// Looking at papers: pictures open large on the page, closed ones after a reason was sent.

import { csrfToken } from "../live.js";

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey) return;
  const link = event.target.closest("a[data-view]");
  const viewer = document.getElementById("viewer");
  const picture = viewer?.querySelector("img");
  const title = viewer?.querySelector("h2");
  if (!(link instanceof HTMLAnchorElement) || !(viewer instanceof HTMLDialogElement) || !picture || !title) return;
  event.preventDefault();
  title.textContent = link.dataset["view"] ?? "";
  picture.src = link.querySelector("img")?.src ?? link.href;
  picture.alt = title.textContent;
  viewer.showModal();
});

/** @param {HTMLFormElement} form @param {string} still id of the closed still */
async function open(form, still) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  const headers = { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" };
  const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok) return form.submit(); // the plain way tells what is wrong
  const opened = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("figure");
  form.closest("dialog")?.close();
  if (!opened) return;
  document.getElementById(still)?.replaceWith(opened);
  opened.querySelector("a")?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset["look"]) return;
  event.preventDefault();
  open(form, form.dataset["look"]);
});
