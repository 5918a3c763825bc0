// Office pages stay true by themselves: the navigation counts and the parts marked data-fresh follow the branch.

import { follow } from "../live.js";
import { InOrder } from "../ui/in_order.js";

const GATHER_MS = 1_500;
const ANYWAY_MS = 10 * 60 * 1000; // a day that ends moves limits without any event

/** @type {ReturnType<typeof setTimeout> | undefined} */
let gathering;

const order = new InOrder();

const live = document.querySelector("[data-office-live]");

async function ask() {
  const url = live instanceof HTMLElement ? live.dataset["pageUrl"] : ""; // a refused form has an address of its own
  const answer = await fetch(url || location.href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  return answer?.ok && !answer.redirected ? answer.text() : null;
}

async function refresh() {
  const html = await order.newest(ask);
  if (html === null) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of document.querySelectorAll(".office-nav, [data-fresh]")) {
    const next = part.id ? fresh.getElementById(part.id) : fresh.querySelector(".office-nav");
    if (!next || part.contains(document.activeElement)) continue;
    if (part.hasAttribute("aria-live")) tell(part, next);
    else part.replaceWith(next);
  }
}

/**
 * What is read aloud stays the same element, and is touched only when it says something else.
 * @param {Element} part @param {Element} next
 */
function tell(part, next) {
  if (part.innerHTML !== next.innerHTML) part.replaceChildren(...next.childNodes);
}

/** Several events of one moment are one look. */
function soon() {
  clearTimeout(gathering);
  gathering = setTimeout(refresh, GATHER_MS);
}

if (live instanceof HTMLElement) {
  follow(live.dataset["officeLive"] ?? "", { journal: soon, ready: soon, poll: soon });
  setInterval(soon, ANYWAY_MS);
}
