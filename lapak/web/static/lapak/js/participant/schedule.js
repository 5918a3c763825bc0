/** The page of times: the main button names the time that is chosen. */

const words = document.querySelector("[data-choose] [data-words]");

function nameChoice() {
  const chosen = document.querySelector('input[name="slot"]:checked');
  if (words instanceof HTMLElement && chosen instanceof HTMLInputElement) {
    words.textContent = `${words.dataset.prefix ?? ""} ${chosen.dataset.label ?? ""}`.trim();
  }
}

document.addEventListener("change", nameChoice);
window.addEventListener("pageshow", nameChoice);
nameChoice();
