// Keys on every page of the desk: each presses a button or follows a link that stands on the page.
// Single keys can be switched off in the profile (WCAG 2.1.4), and never work while somebody types.
(() => {
  "use strict";
  const { palette, offers, keys, titlePalette, titleKeys, close } = document.currentScript.dataset;
  const byId = (id) => document.getElementById(id);
  const off = document.documentElement.dataset.keys === "off";
  const busy = (element) => element.closest?.("input, textarea, select, [contenteditable], [popover], dialog");
  const card = () => document.activeElement.closest?.("#board .card");
  const inCard = (selector) => card()?.querySelector(selector);
  const go = (end) => document.querySelector(`.rail a[href$="${end}"]`)?.click();

  const PLACES = { b: () => go("/board"), t: () => go("/triage"), k: () => document.querySelector('.rail a[href^="/manage"]') && location.assign("/manage/organisations") };
  const DEEDS = {
    "?": () => show("keys-dialog", titleKeys, keys),
    "/": () => go("/search"),
    m: () => inCard(".move")?.click(),
    i: onAll("selection-assign", (button) => {
      byId("selection-assignee").selectedIndex = 0;
      button.click();
    }, () => change("mine")),
    a: onAll("selection-assignee", (field) => field.focus(), () => change("assignee")),
    p: onAll("selection-priority", (field) => field.focus(), () => change("priority")),
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

  // On the board: to the card with the focus.
  function change(part) {
    inCard("h3 a")?.dispatchEvent(new CustomEvent("projectie:change", { bubbles: true, detail: part }));
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
    made.id = id;
    made.setAttribute("aria-labelledby", `${id}-title`);
    made.innerHTML = `<h2 id="${id}-title"></h2><div class="stack"></div><form method="dialog"><button class="quiet"></button></form>`;
    made.querySelector("h2").textContent = title;
    made.querySelector("button").textContent = close;
    made.addEventListener("close", () => made.remove());
    document.body.append(made);
    made.showModal();
    return made.querySelector("div");
  }

  async function show(id, title, address) {
    if (!byId(id)) dialog(id, title).append(await fetched(address));
  }

  // The field is there at once; what it offers is fetched with it. Until then Enter is the search itself.
  function openPalette() {
    if (byId("palette")) return;
    const there = card();
    const number = there?.dataset.ticket ?? byId("peek")?.dataset.peek ?? location.pathname.match(/^\/desk\/tickets\/(\d+)/)?.[1] ?? "";
    const opener = document.activeElement;
    const field = document.createElement("input");
    const form = document.createElement("form");
    Object.assign(field, { type: "search", id: "palette-words", name: "q", autocomplete: "off", maxLength: 200 });
    field.setAttribute("aria-label", titlePalette);
    form.action = palette;
    form.append(field);
    dialog("palette", titlePalette).append(form);
    field.focus();
    const press = (key) => {
      byId("palette").close();
      opener.focus();
      DEEDS[key]();
    };
    import(offers).then((parts) => parts.default(form, number, fetched, there && press), () => {}); // no line: the search says so
  }
})();
