/** The list of everybody at the door: follows what happens at the branch. */

import { keepAlive, keepClock } from "../device.js";
import { follow } from "../live.js";
import { InOrder } from "../ui/in_order.js";

const REFRESH_EVERY_MS = 20_000;

const page = /** @type {HTMLElement} */ (document.getElementById("pintu"));
const list = /** @type {HTMLElement} */ (document.getElementById("daftar"));

const order = new InOrder();

async function ask() {
  const answer = await fetch(page.dataset.list ?? "", { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

async function refresh() {
  const html = await order.newest(ask);
  if (html === null || list.contains(document.activeElement)) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  list.replaceChildren(fresh.content);
  /** @type {any} */ (window).htmx?.process(list);
}

document.addEventListener("htmx:afterSwap", ({ target }) => target === list && order.overtake());
document.addEventListener("lapak:live-refused", () => location.reload());
for (const clock of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-clock][data-zone]"))) {
  keepClock(clock, clock.dataset.zone ?? "");
}
keepAlive({ aliveUrl: page.dataset.alive ?? "", pairUrl: page.dataset.pair ?? "" });
setInterval(refresh, REFRESH_EVERY_MS);
follow(page.dataset.live ?? "", { journal: refresh, ready: refresh, poll: refresh });
