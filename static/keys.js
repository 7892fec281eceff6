// Keys on every page of the desk: each presses a button or follows a link that stands on the page.
// Single keys can be switched off in the profile (WCAG 2.1.4), and never work while somebody types.
(() => {
  "use strict";
  const { palette, keys, titlePalette, titleKeys, close } = document.currentScript.dataset;
  const byId = (id) => document.getElementById(id);
  const off = document.documentElement.dataset.keys === "off";
  const busy = (element) => element.closest?.("input, textarea, select, [contenteditable], [popover], dialog");
  const card = () => document.activeElement.closest?.("#board .card");
  const inCard = (selector) => card()?.querySelector(selector);
  const go = (end) => document.querySelector(`.rail a[href$="${end}"]`)?.click();
  const WAIT = 150; // ms between the last letter and the question

  const PLACES = { b: () => go("/board"), t: () => go("/triage"), k: () => document.querySelector('.rail a[href^="/manage"]') && location.assign("/manage/organisations") };
  const DEEDS = {
    "?": () => show("keys-dialog", titleKeys, keys),
    "/": () => go("/search"),
    m: () => inCard(".move")?.click(),
    i: onAll("selection-assign", (button) => {
      byId("selection-assignee").selectedIndex = 0;
      button.click();
    }, mine),
    a: onAll("selection-assignee", (field) => field.focus(), () => follow("#assignee")),
    p: onAll("selection-priority", (field) => field.focus(), () => follow("#why")),
    x: () => inCard(".pick")?.click(),
    c: () => (document.activeElement.closest?.(".column") ?? document.querySelector(".column"))?.querySelector(".add")?.click(),
    f: filter,
    q: onlyMine,
  };
  let before = ""; // g was pressed: the next key is a place

  document.addEventListener("keydown", (event) => {
    const { key, target, repeat, ctrlKey, metaKey, altKey } = event;
    if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k") {
      event.preventDefault();
      return openPalette();
    }
    const cancel = key === "Escape" && target.closest?.("#inline") && document.querySelector("#inline [data-cancel]");
    if (cancel && byId(cancel.dataset.cancel)) {
      event.preventDefault();
      return leave(cancel);
    }
    if (off || repeat || ctrlKey || metaKey || altKey || busy(target)) return;
    const deed = before === "g" ? PLACES[key] : DEEDS[key];
    before = key === "g" ? "g" : "";
    if (!deed) return;
    event.preventDefault();
    deed();
  });

  // With cards picked a key acts on all of them, else on the card with the focus.
  function onAll(id, act, else_) {
    return () => (document.querySelector(".pick:checked") ? act(byId(id)) : else_());
  }

  // A value that is being changed where it stands: Esc and Cancel leave it, and the focus goes back to it.
  function leave(cancel) {
    byId("inline").replaceChildren();
    byId(cancel.dataset.cancel)?.focus();
  }

  document.addEventListener("click", (event) => {
    const cancel = event.target.closest?.("#inline [data-cancel]");
    if (!cancel || !byId(cancel.dataset.cancel)) return;
    event.preventDefault();
    leave(cancel);
  });

  function follow(part) {
    const link = inCard("h3 a");
    if (link) location.assign(link.href + part);
  }

  // A form of its own for each card: what was asked for one is never done to another.
  function mine() {
    const number = card()?.dataset.ticket;
    if (!number || byId(`mine-${number}`)) return;
    const form = document.createElement("form");
    Object.assign(form, { id: `mine-${number}`, method: "post", action: `${new URL(inCard("h3 a").href).pathname}/mine${location.search}`, hidden: true });
    form.dataset.deed = "";
    document.body.append(form);
    form.requestSubmit();
    setTimeout(() => form.remove(), 60_000);
  }

  function filter() {
    const field = document.querySelector("#filters #q");
    field?.closest("details").setAttribute("open", "");
    field?.focus();
  }

  function onlyMine() {
    const field = document.querySelector("#filters #assignee");
    if (!field) return;
    field.value = field.value === field.options[1].value ? "" : field.options[1].value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function fetched(address) {
    const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } });
    const elsewhere = answer.headers.get("HX-Redirect"); // signed out
    if (elsewhere) location.assign(elsewhere);
    const said = document.createElement("template");
    said.innerHTML = answer.ok ? await answer.text() : "";
    return said.content;
  }

  // A dialog is made when it is first asked for, and what it shows comes from the server.
  function dialog(id, title) {
    const made = document.createElement("dialog");
    const head = document.createElement("h2");
    const shut = document.createElement("form");
    const button = document.createElement("button");
    const body = document.createElement("div");
    made.id = id;
    made.setAttribute("aria-labelledby", `${id}-title`);
    Object.assign(head, { id: `${id}-title`, textContent: title });
    shut.method = "dialog";
    Object.assign(button, { className: "quiet", textContent: close });
    shut.append(button);
    body.className = "stack";
    made.append(head, body, shut);
    made.addEventListener("close", () => made.remove());
    document.body.append(made);
    made.showModal();
    return body;
  }

  async function show(id, title, address) {
    if (!byId(id)) dialog(id, title).append(await fetched(address));
  }

  async function openPalette() {
    if (byId("palette")) return;
    const body = dialog("palette", titlePalette);
    const field = document.createElement("input");
    const list = document.createElement("div");
    let asking = 0;
    Object.assign(field, { type: "search", id: "palette-words", autocomplete: "off", maxLength: 200 });
    field.setAttribute("aria-label", titlePalette);
    body.append(field, list);
    field.focus();
    const ask = async () => {
      const turn = (asking += 1);
      const said = await fetched(`${palette}?${new URLSearchParams({ q: field.value })}`);
      if (turn === asking) list.replaceChildren(said); // a slow answer never comes over a newer one
    };
    let soon = 0;
    field.addEventListener("input", () => {
      clearTimeout(soon);
      soon = setTimeout(ask, WAIT);
    });
    body.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" && event.target === field) ask().then(() => list.querySelector("a")?.click());
      if (!step) return;
      event.preventDefault();
      ([field, ...links].at(([field, ...links].indexOf(document.activeElement) + step) % (links.length + 1)) ?? field).focus();
    });
    await ask();
  }
})();
