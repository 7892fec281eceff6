// Buttons that copy a field: <button class="copy" data-copy="id of the field" data-said="Copied">. Without this script they are not shown.
(() => {
  "use strict";
  document.documentElement.dataset.copies = "";

  async function copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.focus(); // an address without TLS has no clipboard
      field.select();
      if (!document.execCommand("copy")) return false;
    }
    return true;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    if (!(await copy(document.getElementById(button.dataset.copy)))) return;
    document.getElementById("status").textContent = button.dataset.said;
    const word = button.dataset.word || (button.dataset.word = button.textContent);
    button.textContent = button.dataset.said;
    setTimeout(() => { button.textContent = word; }, 2000);
  });
})();
