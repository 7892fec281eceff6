// Triage by keys: every one presses a button or follows a link that stands on the page. Never while typing.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const KEYS = { 1: "accept", 3: "answer", j: "next", k: "previous" };
  const FOLDS = { 2: "duplicate", h: "later" };
  const KEPT = "projectie-keys"; // "off": this browser has them switched off (WCAG 2.1.4)
  const typing = (element) => element.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [popover], dialog");

  const keys = byId("keys");
  keys.checked = localStorage.getItem(KEPT) !== "off";
  byId("keys-choice").hidden = false;
  keys.addEventListener("change", () => localStorage.setItem(KEPT, keys.checked ? "on" : "off"));

  document.addEventListener("keydown", (event) => {
    const { key, target, repeat, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (!keys.checked || repeat || ctrlKey || metaKey || altKey || shiftKey || typing(target)) return;
    const pressed = byId(KEYS[key.toLowerCase()] ?? "");
    const fold = byId(FOLDS[key.toLowerCase()] ?? "");
    if (!pressed && !fold) return;
    event.preventDefault();
    if (pressed) return pressed.click();
    fold.open = true;
    fold.querySelector("input:not([type=hidden]), button").focus();
  });
})();
