// Sentences that scripts say. The page carries them, translated, in <template id="kata"> as data-key elements.

/**
 * @param {string} key
 * @param {Record<string, string | number>} [facts]
 * @returns {string} the sentence of the page, with `{name}` replaced
 */
export function words(key, facts = {}) {
  const sheet = document.getElementById("kata");
  const text = sheet instanceof HTMLTemplateElement ? sheet.content.querySelector(`[data-key="${key}"]`)?.textContent : "";
  return (text ?? "").trim().replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ""));
}
