// Choosing workers on a list: all at once, and how many are chosen.

for (const form of document.querySelectorAll("form[data-choices]")) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-choose]")]);
  const all = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-choose-all]"));
  const count = form.querySelector("[data-count]");

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = String(chosen);
    if (!all) return;
    all.checked = boxes.length > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };

  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}
