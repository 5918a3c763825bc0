// What the modules of the console share: posting, words from the page, asking for fresh parts.

import { csrfToken } from "../live.js";

const GATHER_MS = 60;
/** @type {Map<string, ReturnType<typeof setTimeout>>} */
const planned = new Map();

/**
 * Post a small form.
 * @param {string} address
 * @param {Record<string, string>} fields
 */
export function post(address, fields) {
  return fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": csrfToken() },
  });
}

/**
 * Fetch the tiles, the workspace or what was typed anew; several wishes within a moment become one.
 * @param {"tiles" | "work" | "talk"} part
 */
export function refresh(part) {
  clearTimeout(planned.get(part));
  planned.set(part, setTimeout(() => document.dispatchEvent(new CustomEvent(`lapak:${part}`)), GATHER_MS));
}

/** A word the template has put on the page, in the reader's language. @param {string} name */
export function word(name) {
  const key = `word-${name}`.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
  return document.getElementById("console")?.dataset[key] ?? "";
}

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}
