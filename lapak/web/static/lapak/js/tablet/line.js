/** The list of everybody at the door: follows what happens at the branch. */

import { keepAlive, keepClock } from "../device.js";
import { follow } from "../live.js";

const REFRESH_EVERY_MS = 20_000;

const page = /** @type {HTMLElement} */ (document.getElementById("pintu"));
const list = /** @type {HTMLElement} */ (document.getElementById("daftar"));

async function refresh() {
  const answer = await fetch(page.dataset.list ?? "", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok || list.contains(document.activeElement)) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  list.replaceChildren(fresh.content);
  /** @type {any} */ (window).htmx?.process(list);
}

document.addEventListener("lapak:live-refused", () => location.reload());
for (const clock of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-clock][data-zone]"))) {
  keepClock(clock, clock.dataset.zone ?? "");
}
keepAlive({ aliveUrl: page.dataset.alive ?? "", pairUrl: page.dataset.pair ?? "" });
setInterval(refresh, REFRESH_EVERY_MS);
follow(page.dataset.live ?? "", { journal: refresh, ready: refresh, poll: refresh });
