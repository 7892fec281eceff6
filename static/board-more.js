// What the server says of a board, and what opens on it: a ticket in a line, the panel beside it, picking several cards.
// Fetched when a hand, the focus or the address first comes to the board.
export default (desk) => {
  const {
    board, byId, cardOf, cardAt, listOf, cards, columnOf, say, keepingFocus, picks, giveBack, cardLink, pathOf, put, queue, remember,
    recount, focusNear, fold, waiting,
  } = desk;
  const TIMEOUT = 20000; // ms
  const BEAT = 20000; // ms; a sign of life from the panel, never while the page is hidden
  const GLANCE = 1000; // ms; whoever only passes by is not told of

  /* ---- what the server says ---- */

  async function ask(address, fields, keepalive = false) {
    const answer = await fetch(address, {
      keepalive,
      method: fields ? "POST" : "GET",
      body: fields && new URLSearchParams(fields),
      headers: {
        "HX-Request": "true",
        "HX-Request-Type": "partial",
        "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
      },
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const elsewhere = answer.headers.get("HX-Redirect"); // signed out
    if (elsewhere) location.assign(elsewhere);
    const said = document.createElement("template");
    said.innerHTML = await answer.text();
    return { ok: answer.ok, status: answer.status, said: said.content };
  }

  const spots = (said) => [...said.querySelectorAll("template[data-card]")];

  // Puts cards where they really are, then every other part of the answer in its place.
  function settle(said) {
    const critical = spots(said).some(isCritical);
    for (const spot of spots(said)) settleCard(spot);
    const lane = said.querySelector("template[data-lane]");
    if (lane) putLane(lane.content);
    else if (critical) fetchLane();
    for (const spot of said.querySelectorAll("template[data-problem]")) {
      const card = cardOf(spot.dataset.problem);
      card?.querySelector(".problem")?.remove();
      card?.append(spot.content);
    }
    recount();
    desk.announce?.(false);
    for (const part of said.querySelectorAll("[hx-swap-oob]")) {
      const here = byId(part.id);
      const inner = part.getAttribute("hx-swap-oob") === "innerHTML";
      part.removeAttribute("hx-swap-oob");
      if (here) keepingFocus(() => (inner ? here.replaceChildren(...part.childNodes) : here.replaceWith(part)));
    }
  }

  // The lane of critical tickets: links, while their cards stand in the columns. It comes anew when one of them changed.
  function isCritical(spot) {
    const fresh = spot.content.querySelector(".card");
    return fresh?.dataset.priority === "critical" || Boolean(byId("lane").querySelector(`[data-critical="${Number(spot.dataset.card)}"]`));
  }

  function putLane(said) {
    const fresh = said.querySelector("#lane");
    if (fresh) keepingFocus(() => byId("lane").replaceWith(fresh));
  }

  async function fetchLane() {
    try {
      const { ok, said } = await ask(`${location.pathname}/critical${location.search}`);
      if (ok) putLane(said);
    } catch {
      // No line: the next change brings it.
    }
  }

  function settleCard(spot) {
    const { card: number, column, after } = spot.dataset;
    desk.held.delete(number);
    const here = cardOf(number);
    const fresh = spot.content.querySelector(".card");
    if (!fresh) {
      if (here) remove(here);
      return;
    }
    if (here && columnOf(here).dataset.column !== column) here.querySelector(".ask")?.remove();
    if (here) renew(here, fresh);
    if (!waiting.has(number)) put(here ?? fresh, listOf(column), cardOf(after));
  }

  function remove(card) {
    const list = card.parentElement;
    const index = cards(list).indexOf(card);
    const focused = card.contains(document.activeElement);
    card.remove();
    if (focused) focusNear(list, index);
  }

  // What somebody picked or began to type on a card stays, as long as the card stays in its column.
  function renew(card, fresh) {
    const picked = card.querySelector(".pick")?.checked;
    const asked = card.querySelector(".ask");
    const own = ["class", "aria-busy"]; // what this script says of the card
    for (const { name, value } of [...fresh.attributes]) if (!own.includes(name)) card.setAttribute(name, value);
    for (const { name } of [...card.attributes]) {
      if (!fresh.hasAttribute(name) && !own.includes(name)) card.removeAttribute(name);
    }
    card.classList.toggle("selected", fresh.classList.contains("selected"));
    if (card.innerHTML === fresh.innerHTML) return;
    keepingFocus(() => card.replaceChildren(...fresh.childNodes, ...(asked ? [asked] : [])));
    card.querySelector(".pick").checked = picked;
  }

  async function tell(card, wish, from) {
    const number = card.dataset.ticket;
    const more = waiting.get(number) - 1;
    if (more) waiting.set(number, more);
    else waiting.delete(number);
    try {
      const answer = await ask(`${pathOf(card)}/placement${location.search}`, { ...wish, version: card.dataset.version });
      if (answer.status === 409) waiting.delete(number);
      else if (!answer.ok) giveBack(card, wish, from, board.dataset.failed);
      settle(answer.said);
      if (answer.ok && from.list !== card.parentElement) askWhat(card).catch(() => {}); // no line: it can be told on the ticket
    } catch {
      giveBack(card, wish, from, board.dataset.offline);
    }
    if (!waiting.has(number)) cardOf(number)?.removeAttribute("aria-busy");
  }

  // Some columns ask something after a move: a week, a question, a receipt. It never takes the focus.
  async function askWhat(card) {
    const { parentElement: list } = card;
    if (!columnOf(list).hasAttribute("data-asks")) return;
    const { status, said } = await ask(`${pathOf(card)}/telling${location.search}`);
    if (status !== 200 || card.parentElement !== list || waiting.has(card.dataset.ticket)) return;
    if (columnOf(list).hasAttribute("data-folded")) fold(false);
    settle(said);
  }

  // The form is read when its turn comes: an undo before it may have left another move to take back.
  async function deed(id, button) {
    const asked = byId(id);
    if (!asked) return;
    try {
      const fields = new FormData(asked, button);
      if (id === "selection") {
        fields.delete("ticket"); // boxes that a page without a script gave to the form
        for (const pick of picks()) fields.append("ticket", pick.value);
      }
      const { ok, said } = await ask(new URL(asked.action).pathname + location.search, fields);
      if (ok && id === "selection") unpick(said);
      if (ok) asked.closest(".ask")?.remove();
      settle(said);
      if (!ok) document.querySelector(".ask [aria-invalid]")?.focus();
      if (document.activeElement === document.body) (byId("undo") ?? landed(said))?.focus();
    } catch {
      say(board.dataset.unreachable);
    }
  }

  // One value of a card, asked on the card. Keys pressed before the question is there do nothing else.
  async function change(card, part) {
    if (part === "mine") return mine(card);
    const field = () => card.querySelector(".problem :is(select, textarea, input:not([type=hidden]), button)");
    if (field()) return field().focus(); // what was asked first
    addEventListener("keydown", wait, true);
    try {
      const { ok, said } = await ask(`${pathOf(card)}/edit/${part}?at=card`);
      if (ok) settle(said);
      if (ok) byId("move-menu").hidePopover(); // asked for while the question was on its way
      if (ok) field()?.focus();
      else say(board.dataset.unreachable);
    } catch {
      say(board.dataset.unreachable);
    }
    removeEventListener("keydown", wait, true);
  }

  async function mine(card) {
    try {
      settle((await ask(`${pathOf(card)}/mine${location.search}`, {})).said);
    } catch {
      say(board.dataset.unreachable);
    }
  }

  function wait(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  board.addEventListener("keydown", (event) => {
    const left = event.key === "Escape" && event.target.closest(".ask[data-back]")?.querySelector("[data-dismiss]");
    if (!left) return;
    event.preventDefault();
    left.click();
  });

  const landed = (said) => spots(said).map((spot) => cardOf(spot.dataset.card)).find(Boolean)?.querySelector("h3 a");

  // What could not be done to a card leaves it picked.
  function unpick(said) {
    const left = new Set([...said.querySelectorAll("[data-left]")].map((item) => item.dataset.left));
    for (const pick of board.querySelectorAll(".pick:checked")) pick.checked = left.has(cardAt(pick).dataset.ticket);
    byId("picked").textContent = left.size || "";
    byId("selection-after").value = "last";
  }

  /* ---- a ticket in a line: Enter saves and keeps the field, Shift and Enter opens the ticket ---- */

  function closeQuick() {
    byId("quick")?.remove();
    desk.quick?.focus({ preventScroll: true });
    desk.quick = null;
  }

  async function addQuick(open) {
    const field = byId("quick-line");
    const wish = { line: field.value, column: columnOf(field).dataset.column, then: open ? "open" : "" };
    if (field.readOnly) return;
    field.readOnly = true;
    try {
      const { ok, said } = await ask(`${new URL(desk.quick.href).pathname}${location.search}`, wish);
      if (ok) settle(said);
      if (ok) field.value = "";
      complain(field, said.querySelector("[data-quick-error]")?.content.textContent ?? (ok ? "" : byId("quick").dataset.failed));
    } catch {
      complain(field, byId("quick").dataset.failed);
    }
    field.readOnly = false;
  }

  function complain(field, text) {
    byId("quick-error").textContent = text;
    byId("quick-error").hidden = !text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (text) say(text);
  }

  board.addEventListener("keydown", (event) => {
    if (event.target.id !== "quick-line") return;
    if (event.key === "Escape") closeQuick();
    if (event.key !== "Enter" || !event.shiftKey) return;
    event.preventDefault();
    queue(() => addQuick(true));
  });


  /* ---- several cards: check boxes that belong to one form ---- */

  const form = byId("selection");

  function picked() {
    if (picks().length && form.hidden) selecting(true);
    byId("picked").textContent = picks().length || "";
  }

  function selecting(on) {
    board.toggleAttribute("data-select", on);
    form.hidden = !on;
    for (const pick of on ? [] : picks()) pick.checked = false;
    remember("select", on ? "1" : "", "");
    byId("notices").replaceChildren();
    picked();
  }

  function pick(card) {
    const box = card.querySelector(".pick");
    box.checked = !box.checked;
    picked();
    box.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#select, #selection-stop");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    selecting(link.id === "select");
    byId(link.id === "select" ? "selection-column" : "select").focus();
  });

  /* ---- the panel beside the board: its address names the ticket, Back and Esc close it ---- */

  const panel = () => byId("peek");
  const without = () => addressWith(null);
  let known = String(without()); // what the board shows; another address needs another board

  function addressWith(number) {
    const address = new URL(location.href);
    address.hash = "";
    address.searchParams.delete("peek");
    if (number) address.searchParams.set("peek", number);
    return address;
  }

  function mark(number) {
    for (const link of board.querySelectorAll(".card.selected h3 a")) {
      cardAt(link).classList.remove("selected");
      link.removeAttribute("aria-current");
    }
    const card = cardOf(number);
    card?.classList.add("selected");
    if (card) cardLink(card).setAttribute("aria-current", "true");
  }

  const fetched = async (number) => {
    const card = cardOf(number);
    const path = card ? pathOf(card) : board.dataset.ticket.replace(/0$/, number);
    const { ok, said } = await ask(`${path}/peek${without().search}`);
    return ok ? said.querySelector("#peek") : null;
  };

  function show(fresh) {
    document.body.classList.add("peeking");
    keepingFocus(() => panel().replaceWith(fresh));
    htmx.process(fresh);
    watch();
  }

  async function peek(number, fromHistory = false) {
    if (panel().dataset.peek === number) return close();
    const fresh = await fetched(number).catch(() => null);
    if (!fresh) return location.assign(board.dataset.ticket.replace(/0$/, number));
    const before = panel().dataset.peek;
    show(fresh);
    mark(number);
    if (!fromHistory && before) history.replaceState(history.state, "", addressWith(number));
    else if (!fromHistory) {
      history.replaceState({}, ""); // so that Back closes the panel and fetches nothing
      history.pushState({ peek: true }, "", addressWith(number));
    }
    byId("peek-title").focus({ preventScroll: true });
  }

  function close() {
    if (history.state?.peek) return history.back();
    history.replaceState(history.state, "", without());
    closed();
  }

  function closed() {
    const number = panel().dataset.peek;
    if (!number) return;
    const nothing = document.createElement("aside");
    Object.assign(nothing, { id: "peek", hidden: true });
    panel().replaceWith(nothing);
    document.body.classList.remove("peeking");
    watch();
    mark(null);
    const card = cardOf(number);
    (card?.checkVisibility() ? cardLink(card) : byId("page-title")).focus({ preventScroll: true });
  }

  addEventListener("popstate", () => {
    if (String(without()) !== known) return location.reload();
    const number = new URL(location.href).searchParams.get("peek");
    if (!number) closed();
    else if (number !== panel().dataset.peek) peek(number, true);
  });
  const follow = () => {
    const number = panel().dataset.peek;
    if (number) history.replaceState(history.state, "", addressWith(number));
    known = String(without());
  };
  document.addEventListener("htmx:after:history:push", follow);
  desk.followed = follow;

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#peek-close") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("keydown", (event) => {
    const elsewhere = event.defaultPrevented || desk.drag || event.target.closest?.("#inline, #quick, [popover], dialog");
    if (event.key === "Escape" && panel().dataset.peek && !elsewhere) close();
  });
  // What changed is shown at once, unless somebody is changing a value there.
  document.addEventListener("projectie:ticket", async ({ detail }) => {
    const number = panel().dataset.peek;
    if (!number || !detail.numbers.map(String).includes(number) || byId("inline").firstElementChild) return;
    const fresh = await fetched(number).catch(() => null);
    if (fresh && panel().dataset.peek === number && !byId("inline").firstElementChild) show(fresh);
  });

  /* ---- who else has that ticket before them: told as on its page ---- */

  const tab = Math.random().toString(36).slice(2, 12);
  let told = ""; // the ticket that others know to be open here
  let watched = "";
  let glance = 0;
  let beats = 0;

  function watch() {
    const number = panel().dataset.peek ?? "";
    if (number === watched) return;
    watched = number;
    beat(true);
    clearTimeout(glance);
    clearInterval(beats);
    if (!number) return;
    glance = setTimeout(beat, GLANCE);
    beats = setInterval(beat, BEAT);
  }

  async function beat(leaving = false) {
    const number = leaving ? told : panel().dataset.peek;
    if (!number || (document.hidden && !leaving)) return;
    told = leaving ? "" : number;
    const fields = { tab, doing: leaving ? "leaving" : "viewing", shown: byId("here")?.dataset.shown ?? "" };
    const { status, said } = await ask(`${board.dataset.ticket.replace(/0$/, number)}/presence`, fields, leaving).catch(() => ({}));
    const fresh = status === 200 && panel().dataset.peek === number && said.querySelector("#here");
    if (fresh) byId("here").replaceWith(fresh);
    if (fresh && fresh.textContent.trim()) say(fresh.textContent.trim());
  }

  document.addEventListener("projectie:presence", ({ detail }) => !detail.own && detail.numbers.map(String).includes(told) && beat());
  document.addEventListener("visibilitychange", () => beat(document.hidden));
  addEventListener("pagehide", () => beat(true));
  watch();

  Object.assign(desk, { ask, settle, spots });
  return { tell, deed, change, addQuick: () => queue(() => addQuick(false)), peek, pick, picked };
};
