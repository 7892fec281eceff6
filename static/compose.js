// The boxes of a ticket: what is typed is kept on the server, who else is here is said, snippets come behind a slash,
// files by drop, paste and picker. Without this file every one of these has its button, or its place on the page.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const root = () => byId("composers");
  if (!root()) return;

  const BOXES = { reply: "body", note: "note" };
  const PAUSE = 1000; // ms without a keystroke, then the text is kept
  const LONGEST = 5000; // ms; so it is while somebody types on and on
  const BEAT = 20000; // ms; a sign of life, never while the page is hidden
  const TYPING = 60000; // ms after the last keystroke somebody still is replying
  const PATIENCE = 3000; // ms that a deed waits for what is being kept
  const KEEPALIVE = 30000; // characters a browser sends after the page has gone
  const tab = Math.random().toString(36).slice(2, 12);
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const number = Number(root().dataset.number);
  const said = (name) => root().dataset[`said${name}`];
  const box = (kind) => byId(BOXES[kind]);
  const field = (kind, name) => byId(`${kind}-form`).elements[name];
  const kinds = () => Object.keys(BOXES).filter(box); // none on a ticket that was merged
  const kept = {}; // by box what the server has
  const typed = {}; // by box what stands in it
  const timers = {};
  const since = {};
  const busy = {}; // by box the keeping that is on its way
  let goesOn = null; // the button whose deed waited for that
  let sending = ""; // the form that goes along with what was pressed last
  let lastPressed = ""; // the button that was pressed last
  let typedAt = 0;

  const tell = (kind, words) => { byId(`${kind}-kept`).textContent = words; };
  const announce = (words) => { byId("status").textContent = words; };

  function ask(address, body, more = {}) {
    const headers = { "X-CSRFToken": token, "HX-Request": "true", "HX-Request-Type": "partial" };
    return fetch(address, { method: body ? "POST" : "GET", body, headers, ...more });
  }

  async function fragment(answer, id) {
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const fresh = made.content.getElementById(id);
    if (fresh) byId(id).replaceWith(fresh);
    if (fresh && window.htmx) htmx.process(fresh);
    return fresh;
  }

  /* ---- drafts ---- */

  async function keep(kind, leaving) {
    clearTimeout(timers[kind]);
    const text = box(kind).value;
    if (text === kept[kind] || (busy[kind] && !leaving)) return;
    since[kind] = 0;
    busy[kind] = send(kind, text, leaving);
    await busy[kind];
    busy[kind] = null;
    if (box(kind).value !== text) later(kind);
  }

  async function send(kind, text, leaving) {
    const body = new URLSearchParams({ [BOXES[kind]]: text, tab });
    for (const name of ["typed", "writer", "draft"]) if (field(kind, name)) body.set(name, field(kind, name).value);
    try {
      const answer = await ask(`${root().dataset.keep}/${kind}/now`, body, { keepalive: leaving && text.length < KEEPALIVE });
      took(kind, text, answer, answer.ok ? await answer.json() : {});
    } catch {
      tell(kind, said("Lost"));
      timers[kind] = setTimeout(() => keep(kind), BEAT);
    }
  }

  // A deed that takes the text of its box along waits for the keeping that is on its way: what comes behind it would
  // bring the text back as a draft of what was sent.
  async function behind(event, kind, button) {
    clearTimeout(timers[kind]);
    if (!busy[kind] || button === goesOn) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.race([busy[kind], new Promise((done) => setTimeout(done, PATIENCE))]);
    goesOn = button.isConnected ? button : byId(button.id);
    goesOn?.click();
    goesOn = null;
  }

  function took(kind, text, answer, { version, displaced }) {
    const out = answer.headers.get("X-Kept"); // signed out, and kept all the same
    if (!answer.ok && !out) throw new Error("not kept");
    kept[kind] = text;
    if (version) field(kind, "typed").value = version;
    tell(kind, said(out ? "Out" : displaced ? "Elsewhere" : "Kept"));
    if (out) announce(said("Out"));
    if (displaced) renewDrafts();
  }

  function later(kind) {
    since[kind] ||= Date.now();
    clearTimeout(timers[kind]);
    timers[kind] = setTimeout(() => keep(kind), Math.min(PAUSE, Math.max(0, since[kind] + LONGEST - Date.now())));
  }

  async function renewDrafts() {
    if (document.hidden || !byId("drafts") || byId("drafts").contains(document.activeElement)) return;
    try {
      const open = [...byId("drafts").querySelectorAll("details[open]")].map(({ id }) => id);
      const answer = await ask(root().dataset.keep);
      const fresh = answer.ok && (await fragment(answer, "drafts"));
      for (const id of fresh ? open : []) byId(id)?.setAttribute("open", "");
      for (const kind of fresh ? kinds() : []) {
        if (Number(fresh.dataset[kind]) <= Number(field(kind, "typed").value) || busy[kind]) continue;
        tell(kind, said("Elsewhere"));
        announce(said("Elsewhere"));
      }
    } catch {
      // No line: the next signal brings it.
    }
  }

  // After an answer the boxes are new: what was typed in one that did not go along stands in it again.
  function settle() {
    for (const kind of kinds()) {
      const field_ = box(kind);
      if (field_.dataset.ready) continue;
      field_.dataset.ready = "";
      field(kind, "tab").value = tab;
      byId(`save-${kind}`).hidden = true;
      kept[kind] = field_.value;
      if (sending !== `${kind}-form` && typed[kind] !== undefined && typed[kind] !== field_.value) {
        field_.value = typed[kind];
        later(kind);
      }
      typed[kind] = field_.value;
    }
    byId("attach")?.setAttribute("hidden", "");
    // What was asked in a fold is done, and the fold is closed: its line is where the hand was.
    if (document.activeElement === document.body) byId(lastPressed)?.closest("details:not([open])")?.querySelector("summary").focus({ preventScroll: true });
  }

  /* ---- who else is here ---- */

  async function beat(leaving) {
    if (document.hidden && !leaving) return;
    const doing = leaving ? "leaving" : Date.now() - typedAt < TYPING ? "replying" : "viewing";
    try {
      const body = new URLSearchParams({ tab, doing, shown: byId("here").dataset.shown });
      const answer = await ask(root().dataset.presence, body, { keepalive: Boolean(leaving) });
      const here = answer.status === 200 && (await fragment(answer, "here")).textContent.trim();
      if (here) announce(here); // who goes is not worth the sentence of what was just done
      if (answer.status === 404) leave(await answer.text());
    } catch {
      // No line: the next beat tells.
    }
  }

  // The ticket is not here any more: nothing of it stays on screen.
  function leave(words) {
    clearInterval(beats);
    const made = document.createElement("template");
    made.innerHTML = words;
    const said = made.content.getElementById("notices");
    document.querySelector("main").replaceChildren(said);
    document.title = said.textContent.trim();
    announce(document.title);
  }

  /* ---- snippets ---- */

  let snippets = null;
  const menu = document.createElement("div");
  Object.assign(menu, { id: "snippet-menu", className: "menu", popover: "manual" });
  document.body.append(menu);

  async function allSnippets() {
    snippets ??= ask(root().dataset.snippets).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
    return snippets;
  }

  const asked = (text) => text.value.slice(0, text.selectionStart).match(/(?:^|\n)\/([a-z0-9-]*)$/i);

  function insert(text, words, from) {
    text.focus();
    text.setRangeText(words, from, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function offer(text) {
    const found = asked(text);
    const list = found ? (await allSnippets()).filter(({ name }) => name.startsWith(found[1].toLowerCase())) : [];
    if (!list.length || !asked(text)) return menu.hidePopover();
    const options = document.createElement("ul");
    options.setAttribute("role", "listbox");
    options.setAttribute("aria-label", byId("snippet").labels[0].textContent);
    for (const [at, one] of list.entries()) {
      const item = document.createElement("li");
      item.setAttribute("role", "none");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", id: `snippet-${at}`, tabIndex: -1, textContent: `/${one.name}` });
      button.setAttribute("role", "option");
      button.setAttribute("aria-selected", String(at === 0));
      button.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(text, one);
      });
      item.append(button);
      options.append(item);
    }
    menu.replaceChildren(options);
    text.setAttribute("aria-activedescendant", "snippet-0");
    text.setAttribute("aria-controls", "snippet-menu");
    menu.showPopover({ source: text });
    mark();
  }

  function choose(text, { text: words }) {
    insert(text, words, text.selectionStart - asked(text)[1].length - 1);
    shut(text);
  }

  function shut(text) {
    menu.hidePopover();
    text.removeAttribute("aria-activedescendant");
    text.removeAttribute("aria-controls");
  }

  const chosen = () => menu.querySelector('[aria-selected="true"]');
  const mark = () => menu.querySelectorAll("button").forEach((one) => one.toggleAttribute("aria-current", one === chosen()));

  function pressed(event) {
    const text = event.target;
    if (text.id !== "body" || !menu.matches(":popover-open")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") shut(text);
    else if (event.key === "Enter" || event.key === "Tab") {
      snippets.then((all) => choose(text, all.find(({ name }) => `/${name}` === chosen().textContent)));
    } else if (step) {
      const all = [...menu.querySelectorAll("button")];
      const next = all[(all.indexOf(chosen()) + step + all.length) % all.length];
      chosen().setAttribute("aria-selected", "false");
      next.setAttribute("aria-selected", "true");
      text.setAttribute("aria-activedescendant", next.id);
      mark();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* ---- files ---- */

  const size = (bytes) => `${Math.ceil(bytes / 1000).toLocaleString(document.documentElement.lang)} kB`;
  const named = (files) => files.map(({ name, size: bytes }) => `${name} (${size(bytes)})`).join(", ");

  async function attach(list) {
    const files = [...list];
    const large = files.filter((file) => file.size > Number(root().dataset.most));
    const small = files.filter((file) => !large.includes(file));
    const told = large.length ? said("Large").replace("{files}", named(large)) : "";
    const tellFiles = (words) => {
      byId("upload-state").textContent = words;
      announce(words);
    };
    tellFiles(told);
    if (!small.length) return;
    tellFiles(`${told} ${said("Sending").replace("{files}", named(small))}`);
    const body = new FormData();
    for (const file of small) body.append("upload", file, file.name);
    try {
      const answer = await ask(root().dataset.files, body);
      if (answer.status === 401) return tellFiles(said("Out"));
      if (!answer.ok) throw new Error("not taken");
      const fresh = await fragment(answer, "reply-files");
      byId("attach").hidden = true;
      tellFiles(told);
      if (!told) announce(fresh.querySelector(".error")?.textContent ?? named(small));
    } catch {
      tellFiles(`${told} ${said("Broken")}`);
    }
  }

  /* ---- what happens on the page ---- */

  document.addEventListener("input", ({ target }) => {
    const kind = kinds().find((one) => BOXES[one] === target.id);
    if (!kind) return;
    typed[kind] = target.value;
    later(kind);
    const fresh = Date.now() - typedAt >= TYPING;
    typedAt = Date.now();
    if (fresh) beat();
    if (kind === "reply") offer(target);
  });
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("focusout", ({ target }) => target.id === "body" && shut(target));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button");
    if (button) [sending, lastPressed] = [button.form?.id ?? "", button.id];
    if (button?.id !== "insert-snippet") {
      const along = button?.type === "submit" && kinds().find((kind) => `${kind}-form` === sending);
      return along && behind(event, along, button);
    }
    event.preventDefault();
    const name = byId("snippet").selectedOptions[0].textContent;
    const one = (await allSnippets()).find((each) => `/${each.name}` === name);
    const text = box("reply");
    if (one) insert(text, one.text, text.selectionStart);
  }, true);
  document.addEventListener("change", ({ target }) => {
    if (target.id !== "upload" || !target.files.length) return;
    attach(target.files);
    target.value = "";
  });
  document.addEventListener("paste", (event) => {
    if (event.target.id !== "body" || !event.clipboardData?.files.length) return;
    event.preventDefault();
    attach(event.clipboardData.files);
  });
  document.addEventListener("dragover", (event) => {
    if (event.target.closest?.("#reply-form") && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!event.target.closest?.("#reply-form") || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    attach(event.dataTransfer.files);
  });
  document.addEventListener("htmx:after:swap", settle);
  document.addEventListener("htmx:finally:request", () => kinds().forEach((kind) => box(kind).value !== kept[kind] && later(kind)));
  const ours = (heard) => ({ detail }) => detail.numbers.includes(number) && heard();
  for (const kind of ["presence", "ticket"]) document.addEventListener(`projectie:${kind}`, ours(() => beat()));
  let soon = 0;
  document.addEventListener("projectie:draft", ours(() => {
    clearTimeout(soon);
    soon = setTimeout(renewDrafts, PAUSE / 2);
  }));
  document.addEventListener("projectie:reset", () => {
    beat();
    renewDrafts();
  });

  let beats = 0;
  function appear() {
    clearInterval(beats);
    beats = setInterval(beat, BEAT);
    beat();
  }
  function vanish() {
    clearInterval(beats);
    for (const kind of kinds()) keep(kind, true);
    beat(true);
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? vanish() : appear()));
  addEventListener("pagehide", vanish);
  settle();
  appear();
})();
