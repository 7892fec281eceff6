// The board: a card moves at once and the server follows; what the server says last is how it is.
// Without this file every card still moves: its button leads to a page.
(() => {
  "use strict";
  const board = document.getElementById("board");
  if (!board) return;

  const { sortable, hand, more: moreUrl, others: othersUrl } = document.currentScript.dataset;
  const TIMEOUT = 20000; // ms
  const TOGETHER = 150; // ms; what colleagues do in one moment is asked for at once
  const FLASH = 2000; // ms

  const byId = (id) => document.getElementById(id);
  const cardOf = (number) => (number ? board.querySelector(`.card[data-ticket="${Number(number)}"]`) : null);
  const cardAt = (element) => element?.closest?.("#board .card");
  const listOf = (column) => byId(`cards-${column}`);
  const lists = () => [...board.querySelectorAll(".cards")];
  const cards = (list) => [...list.querySelectorAll(":scope > .card")];
  const columnOf = (element) => element.closest(".column");
  const nameOf = (list) => columnOf(list).querySelector("h2").firstChild.data.trim();
  const behind = (card) => cards(card.parentElement)[cards(card.parentElement).indexOf(card) - 1] ?? null;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function say(text) {
    byId("status").textContent = text;
  }

  /* ---- the cards on screen ---- */

  // Focus survives: by moveBefore where a browser has it, else by looking the same element up again.
  function keepingFocus(change) {
    const { id } = document.activeElement;
    const inside = id && document.activeElement !== document.body;
    change();
    if (inside && document.activeElement?.id !== id) byId(id)?.focus({ preventScroll: true });
  }

  function put(card, list, after) {
    const next = after ? after.nextElementSibling : list.firstElementChild;
    if (card === next || (card.parentElement === list && card.nextElementSibling === next)) return;
    keepingFocus(() => {
      if (card.isConnected && list.moveBefore) list.moveBefore(card, next);
      else list.insertBefore(card, next);
    });
    flash(card);
  }

  // An outline instead, for two seconds, where motion is not wanted: style.css knows.
  function flash(card) {
    card.classList.remove("moved");
    requestAnimationFrame(() => card.classList.add("moved"));
    setTimeout(() => card.classList.remove("moved"), FLASH);
  }

  function recount() {
    let all = 0;
    lists().forEach(inLanes);
    for (const list of lists()) {
      const count = cards(list).length;
      all += count;
      columnOf(list).querySelector(".count").textContent = count;
      reckon(columnOf(list), count);
      const option = byId("column").querySelector(`[value="${columnOf(list).dataset.column}"]`);
      option.textContent = `${option.dataset.name} (${count})`;
    }
    byId("found").textContent = all;
  }

  // A card keeps its lane wherever it is put: the lane is what the ticket is, the place in it is by hand.
  function inLanes(list) {
    const groups = [...list.querySelectorAll(":scope > .group")];
    const known = new Set(groups.map((group) => group.dataset.group));
    const rest = cards(list).filter((card) => !known.has(card.dataset.group));
    const [strip] = groups.splice(-1); // of what is on hold, always there
    const all = [...groups, null, strip].flatMap((group) => (group ? [group, ...cards(list).filter((card) => card.dataset.group === group.dataset.group)] : rest));
    all.forEach((item, place) => {
      const here = list.children[place];
      if (here !== item) keepingFocus(() => (list.moveBefore ?? list.insertBefore).call(list, item, here));
    });
  }

  // What the head of a column says besides: how full it is (with what the filters hide), and its credits.
  function reckon(column, count) {
    const limit = column.querySelector(".limit");
    if (limit) {
      const { most, hidden } = limit.dataset;
      const total = count + Number(hidden);
      limit.textContent = `${Number(hidden) ? ` · ${total}` : ""}/${most}`;
      column.querySelector(".over").hidden = total < Number(most);
    }
    if (column.dataset.column === "done") return;
    const credits = [...column.querySelectorAll("[data-credits]")].reduce((sum, card) => sum + Number(card.dataset.credits), 0);
    const said = column.querySelector(".sum");
    said.hidden = !credits;
    const { sumOne, sumMany } = board.dataset;
    said.textContent = fill(credits === 1 ? sumOne : sumMany, { count: credits });
  }

  // When the card that had the focus is gone or out of sight: the next card, else the heading of its column.
  function focusNear(list, index) {
    const near = cards(list)[index] ?? cards(list).at(-1);
    (near?.querySelector("h3 a") ?? columnOf(list).querySelector("h2")).focus({ preventScroll: true });
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

  /* ---- what the server says ---- */

  async function ask(address, fields) {
    const answer = await fetch(address, {
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

  /* ---- moving ---- */

  const waiting = new Map(); // number → moves of that card which the server has not heard of yet
  const wishes = new WeakMap(); // card → the move that failed, to try again
  let line = Promise.resolve(); // one deed at a time, in the order of the hands
  let inLine = 0;

  function queue(deed) {
    inLine += 1;
    line = line.then(deed).finally(() => (inLine -= 1));
    return line;
  }

  // The card stands where it shall be; `from` is where it stood.
  function moved(card, from) {
    const number = card.dataset.ticket;
    const list = card.parentElement;
    const after = behind(card)?.dataset.ticket ?? "";
    if (list === from.list && (from.after?.dataset.ticket ?? "") === after) return;
    card.querySelector(".problem")?.remove();
    card.setAttribute("aria-busy", "true");
    recount();
    waiting.set(number, (waiting.get(number) ?? 0) + 1);
    queue(() => tell(card, { column: columnOf(list).dataset.column, after }, from));
  }

  async function tell(card, wish, from) {
    const number = card.dataset.ticket;
    if (!waiting.has(number)) return; // an earlier move of this card was refused: this one was made on sand
    const more = waiting.get(number) - 1;
    if (more) waiting.set(number, more);
    else waiting.delete(number);
    try {
      const answer = await ask(`${pathOf(card)}/placement${location.search}`, { ...wish, version: card.dataset.version });
      if (!answer.ok) waiting.delete(number);
      if (!answer.ok && answer.status !== 409) giveBack(card, wish, from, board.dataset.failed);
      settle(answer.said);
      if (answer.ok && from.list !== card.parentElement) askWhat(card);
    } catch {
      waiting.delete(number);
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

  function giveBack(card, wish, from, text) {
    const after = from.after?.isConnected && from.after.parentElement === from.list ? from.after : null;
    put(card, from.list, after);
    recount();
    wishes.set(card, wish);
    const problem = byId("problem-template").content.cloneNode(true);
    const sentence = fill(text, { number: card.dataset.ticket, column: nameOf(from.list) });
    problem.querySelector("p").textContent = sentence;
    card.append(problem);
    say(sentence);
  }

  const standing = (card) => ({ list: card.parentElement, after: behind(card) });
  const cardLink = (card) => card.querySelector("h3 a");
  const pathOf = (card) => new URL(cardLink(card).href).pathname;

  function place(card, list, after) {
    const from = standing(card);
    const index = cards(from.list).indexOf(card);
    const focused = card.contains(document.activeElement);
    if (columnOf(list).hasAttribute("data-folded")) fold(false);
    put(card, list, after);
    moved(card, from);
    if (focused && !card.checkVisibility()) focusNear(from.list, index);
    else if (focused) card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // The form is read when its turn comes: an undo before it may have left another move to take back.
  function deed(id, button) {
    queue(async () => {
      const form = byId(id);
      if (!form) return;
      try {
        const { ok, said } = await ask(new URL(form.action).pathname + location.search, new FormData(form, button));
        if (ok && id === "selection") unpick(said);
        if (ok) form.closest(".ask")?.remove();
        settle(said);
        if (document.activeElement === document.body) (byId("undo") ?? landed(said))?.focus();
      } catch {
        say(board.dataset.unreachable);
      }
    });
  }

  const landed = (said) => spots(said).map((spot) => cardOf(spot.dataset.card)).find(Boolean)?.querySelector("h3 a");

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-deed]")) return;
    event.preventDefault();
    cardAt(event.target)?.querySelector(".move").focus({ preventScroll: true });
    deed(event.target.id, event.submitter);
  });

  // What could not be done to a card leaves it picked.
  function unpick(said) {
    const left = new Set([...said.querySelectorAll("[data-left]")].map((item) => item.dataset.left));
    for (const pick of board.querySelectorAll(".pick:checked")) pick.checked = left.has(cardAt(pick).dataset.ticket);
    byId("picked").textContent = left.size || "";
    byId("selection-after").value = "last";
  }

  board.addEventListener("click", (event) => {
    const card = cardAt(event.target);
    const button = event.target.closest("button, a");
    if (!card || !button) return;
    if (button.matches(".move")) more((parts) => parts.openMenu(card, button));
    else if (button.matches("[data-dismiss], [data-retry]")) leaveProblem(card, button.matches("[data-retry]"));
    else return;
    event.preventDefault();
  });

  function leaveProblem(card, again) {
    card.querySelector(".move").focus({ preventScroll: true });
    card.querySelector(".problem").remove();
    const wish = wishes.get(card);
    if (again && wish) place(card, listOf(wish.column), cardOf(wish.after));
  }

  /* ---- keys: arrows between cards, Shift and an arrow moves, Ctrl or Cmd Z takes back ---- */

  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  board.addEventListener("keydown", (event) => {
    const card = cardAt(event.target);
    const way = ARROWS[event.key];
    if (!card || !way || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(".problem")) return;
    event.preventDefault();
    (event.shiftKey ? nudge : go)(card, ...way);
  });

  function beside(list, step) {
    const all = lists().filter((other) => columnOf(other).checkVisibility());
    return all[all.indexOf(list) + step];
  }

  function nudge(card, across, down) {
    const here = cards(card.parentElement);
    const index = here.indexOf(card);
    const list = across ? lists()[lists().indexOf(card.parentElement) + across] : card.parentElement;
    const possible = across ? list : here[index + down];
    if (!possible) say(fill(board.dataset.end, { number: card.dataset.ticket }));
    else place(card, list, across ? null : here[down > 0 ? index + 1 : index - 2] ?? null);
  }

  function go(card, across, down) {
    const part = document.activeElement.matches(".move") ? ".move" : "h3 a";
    const here = cards(card.parentElement);
    const index = here.indexOf(card);
    let there = here[index + down];
    for (let list = across && beside(card.parentElement, across); list; list = beside(list, across)) {
      there = cards(list)[Math.min(index, cards(list).length - 1)];
      if (there?.checkVisibility()) break;
    }
    there?.querySelector(part).focus();
    there?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    const wanted = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!wanted || typing || !byId("undo-form")) return;
    event.preventDefault();
    deed("undo-form");
  });

  /* ---- what colleagues do ---- */

  const heard = new Set(); // numbers of tickets that changed, not looked at yet
  let listening = 0;

  document.addEventListener("projectie:ticket", ({ detail }) => {
    for (const number of detail.numbers) heard.add(String(number));
    listening ||= setTimeout(() => queue(listen), TOGETHER);
  });
  document.addEventListener("projectie:reset", () => others((parts) => parts.reset()));

  async function listen() {
    listening = 0;
    const numbers = [...heard];
    heard.clear();
    await others((parts) => parts.listen(numbers));
  }

  /* ---- what is in sight: the folded column, the one column of a phone, the filters ---- */

  function remember(name, value, usual) {
    const address = new URL(location.href);
    if (value === usual) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
    history.replaceState(history.state, "", address);
    byId(`filters-${name}`).value = value;
    desk.followed?.();
  }

  function fold(folded) {
    const link = byId("fold");
    link.closest(".column").toggleAttribute("data-folded", folded);
    link.setAttribute("aria-expanded", String(!folded));
    link.textContent = folded ? link.dataset.show : link.dataset.hide;
    remember("done", folded ? "" : "open", "");
  }

  board.addEventListener("click", (event) => {
    if (event.target.id !== "fold") return;
    event.preventDefault();
    fold(event.target.getAttribute("aria-expanded") === "true");
  });

  byId("column").addEventListener("change", ({ target }) => {
    board.dataset.shown = target.value;
    remember("column", target.value, "new");
  });

  document.addEventListener("htmx:after:swap", () => {
    desk.held.clear();
    recount();
  });

  /* ---- what is fetched when it is first asked for: dragging, and all that opens ---- */

  const desk = {
    board, byId, cardOf, cardAt, listOf, lists, cards, columnOf, fill, say, keepingFocus, ask, settle, standing,
    cardLink, place, put, moved, queue, remember, spots, drag: null,
    held: new Set(), // tickets that differ from what is shown here, for the bar
    busy: () => inLine, // a deed is in line
  };
  const once = (url, made) => (use) => (made ??= import(url).then((parts) => parts.default(desk))).then(use, () => { made = undefined; }); // no line: the next time again
  const more = once(moreUrl), others = once(othersUrl);
  const early = (selector, event) => document.addEventListener(event, ({ target }) => target.closest?.(selector) && more(() => {}));
  early("#board", "focusin");
  early("#board, #select", "pointerover");
  if (byId("peek").dataset.peek || board.hasAttribute("data-select")) more(() => {});
  else (window.requestIdleCallback ?? setTimeout)(() => more(() => {}));

  board.addEventListener("click", (event) => {
    const link = event.target.closest(".add, h3 a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const ways = { pick: (parts) => parts.pick(cardAt(link)), peek: (parts) => parts.peek(cardAt(link).dataset.ticket) };
    const wide = matchMedia("(min-width: 1100px)").matches;
    const way = link.matches(".add") ? "add" : board.hasAttribute("data-select") ? "pick" : wide && event.detail ? "peek" : "";
    if (!way) return; // Enter, and a small screen, go to the page of the ticket
    event.preventDefault();
    if (way === "add") openQuick(link);
    else more(ways[way]);
  });

  // At once: whoever pressed a key is typing already.
  function openQuick(link) {
    byId("quick")?.remove();
    desk.quick = link; // in the head of the column
    link.closest("header").after(byId("quick-template").content.cloneNode(true));
    byId("quick-line").focus();
  }

  board.addEventListener("submit", (event) => {
    if (event.target.id !== "quick") return;
    event.preventDefault();
    more((parts) => parts.addQuick());
  });

  board.addEventListener("change", (event) => event.target.matches(".pick") && more((parts) => parts.picked()));

  board.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("h3 a")) return;
    event.preventDefault();
    more((parts) => parts.peek(cardAt(event.target).dataset.ticket));
  });

  let gripped = false;
  let pressed = null; // a press that came before the library did

  function fetchHand() {
    if (gripped) return;
    gripped = true;
    const script = document.createElement("script");
    const grip = import(hand).catch(() => { gripped = false; }); // beside its library
    script.src = sortable;
    script.addEventListener("load", async () => {
      (await grip)?.default(desk);
      if (pressed?.target.isConnected) pressed.target.dispatchEvent(new PointerEvent("pointerdown", pressed));
    });
    document.head.append(script);
  }

  board.addEventListener("pointerover", fetchHand);
  board.addEventListener("pointerdown", (event) => {
    fetchHand();
    const { clientX, clientY, pointerId, pointerType, button, target } = event;
    if (event.isTrusted && typeof Sortable === "undefined") {
      pressed = { bubbles: true, cancelable: true, clientX, clientY, pointerId, pointerType, button, target };
    }
  });
  document.addEventListener("pointerup", () => (pressed = null));
  board.addEventListener("dragstart", (event) => event.preventDefault());
})();
