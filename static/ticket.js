// On a ticket one key reopens what a thank you left done: it presses the button that stands there. Never while typing.
(() => {
  "use strict";
  const KEPT = "projectie-keys"; // "off": switched off in this browser, in triage (WCAG 2.1.4)
  const typing = (element) => element.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [popover], dialog");
  document.addEventListener("keydown", (event) => {
    const { key, target, repeat, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (key.toLowerCase() !== "r" || repeat || ctrlKey || metaKey || altKey || shiftKey || typing(target)) return;
    const button = document.getElementById("reopen");
    if (!button || localStorage.getItem(KEPT) === "off") return;
    event.preventDefault();
    button.click();
  });
})();
