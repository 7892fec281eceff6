// The board: a card moves at once and the server follows; what the server says last is how it is.
// Without this file every card still moves: its button leads to a page.
(() => {
  "use strict";
  const board = document.getElementById("board");
  if (!board) return;

  const { sortable, hand, more: moreUrl, others: othersUrl } = document.currentScript.dataset;
  const TOGETHER = 150; // ms; what colleagues do in one moment is asked for at once
  const FLASH = 2000; // ms

  const byId = (id) => document.getElementById(id);
  const cardOf = (number) => (number ? board.querySelector(`.card[data-ticket="${Number(number)}"]`) : null);
  const cardAt = (element) => element?.closest?.("#board .card");
  const listOf = (column) => byId(`cards-${column}`);
  const lists = () => [...board.querySelectorAll(".cards")];
  const cards = (list) => [...list.querySelectorAll(":scope > .card")];
  const columnOf = (element) => element.closest(".column");
  const picks = () => [...board.querySelectorAll(".pick:checked")];
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
      limit.textContent = `${Number(hidden) ? " · " + total : ""}/${most}`;
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
    const wish = { column: columnOf(list).dataset.column, after };
    const lost = () => {
      giveBack(card, wish, from, board.dataset.offline);
      card.removeAttribute("aria-busy");
    };
    // When an earlier move of this card was refused, this one was made on sand.
    queue(() => waiting.has(number) && more((parts) => parts.tell(card, wish, from), lost));
  }

  // Not saved: the card goes back, and says why and what can be done.
  function giveBack(card, wish, from, text) {
    waiting.delete(card.dataset.ticket);
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

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-deed]")) return;
    event.preventDefault();
    const card = cardAt(event.target);
    (byId(event.target.dataset.back) ?? card?.querySelector(".move"))?.focus({ preventScroll: true });
    deed(event.target.id, event.submitter);
  });

  const deed = (id, button) => queue(() => more((parts) => parts.deed(id, button), () => say(board.dataset.unreachable)));

  board.addEventListener("click", (event) => {
    const card = cardAt(event.target);
    const button = event.target.closest("button, a");
    if (!card || !button) return;
    if (button.matches(".move")) openMenu(card, button);
    else if (button.matches("[data-dismiss], [data-retry]")) leaveProblem(card, button.matches("[data-retry]"));
    else return;
    event.preventDefault();
  });

  function leaveProblem(card, again) {
    const problem = card.querySelector(".problem");
    (byId(problem.dataset.back) ?? card.querySelector(".move")).focus({ preventScroll: true });
    problem.remove();
    const wish = wishes.get(card);
    if (again && wish) place(card, listOf(wish.column), cardOf(wish.after));
  }

  /* ---- the menu: first the column, then the place in it ---- */

  const menu = byId("move-menu");
  const columnsMenu = byId("move-columns");
  const placesMenu = byId("move-places");
  const placesTitle = byId("move-column");
  let chosen = null; // the card, and the button that opened the menu

  function openMenu(card, opener) {
    const all = picks().some((pick) => card.contains(pick)) && picks().length > 1;
    chosen = { card, opener, all };
    byId("move-title").textContent = all ? byId("selection-title").textContent : opener.getAttribute("aria-label");
    for (const button of columnsMenu.querySelectorAll("button")) {
      if (listOf(button.value) === card.parentElement) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    step(true);
    menu.showPopover({ source: opener });
    anchor(opener);
    columnsMenu.querySelector("[aria-current]").focus();
  }

  // Where a browser cannot hang the menu on its button by itself.
  function anchor(opener) {
    if (CSS.supports("position-area: block-end")) return;
    const { left, bottom } = opener.getBoundingClientRect();
    const top = Math.max(8, Math.min(bottom, innerHeight - menu.offsetHeight - 8));
    Object.assign(menu.style, { position: "fixed", margin: 0, top: `${top}px`, left: `${Math.min(left, innerWidth - menu.offsetWidth - 8)}px` });
  }

  function step(columns) {
    columnsMenu.hidden = !columns;
    placesMenu.hidden = placesTitle.hidden = columns;
  }

  function choosePlace(list, name) {
    const others = cards(list).filter((card) => card !== chosen.card && !(chosen.all && card.querySelector(".pick").checked));
    placesTitle.textContent = name;
    const places = [["", menu.dataset.first]];
    if (others.length) places.push([others.at(-1).dataset.ticket, menu.dataset.last]);
    for (const card of others.slice(0, -1)) {
      const title = `#${card.dataset.ticket} ${cardLink(card).textContent}`;
      places.push([card.dataset.ticket, fill(menu.dataset.after, { card: title })]);
    }
    placesMenu.replaceChildren(...places.map(([after, text]) => placeButton(list, after, text)));
    step(false);
    placesMenu.querySelector("button").focus();
  }

  function placeButton(list, after, text) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: text });
    button.addEventListener("click", () => {
      const { card, opener } = chosen;
      menu.hidePopover();
      opener.focus({ preventScroll: true });
      if (!chosen.all) return place(card, list, cardOf(after));
      byId("selection-column").value = columnOf(list).dataset.column;
      byId("selection-after").value = after;
      byId("selection").requestSubmit(byId("selection-move"));
    });
    item.append(button);
    return item;
  }

  columnsMenu.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) choosePlace(listOf(button.value), button.textContent);
  });

  menu.addEventListener("keydown", (event) => {
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!down) return;
    const buttons = [...menu.querySelectorAll("ul:not([hidden]) button")];
    const next = buttons.indexOf(document.activeElement) + down;
    buttons.at(next % buttons.length)?.focus();
    event.preventDefault();
  });

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

  // keys.js: a, p and i.
  board.addEventListener("projectie:change", ({ target, detail }) => queue(() => more((parts) => parts.change(cardAt(target), detail))));

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
    board, byId, cardOf, cardAt, listOf, lists, cards, columnOf, fill, say, keepingFocus, standing, picks, giveBack,
    cardLink, pathOf, place, put, moved, queue, remember, recount, focusNear, fold, waiting, drag: null,
    held: new Set(), // tickets that differ from what is shown here, for the bar
    busy: () => inLine, // a deed is in line
  };
  // No line: the next time again, by another address, since browsers remember what failed.
  const once = (url, made, tries = 0) => (use = () => {}, lost = () => {}) =>
    (made ??= import(`${url}#${tries}`).then((parts) => parts.default(desk))).then(use, () => {
      made = undefined;
      tries += 1;
      lost();
    });
  const more = once(moreUrl);
  const together = once(othersUrl); // stands on the one before
  const others = (use) => more(() => together(use));
  const early = (event, selector) => document.addEventListener(event, ({ target }) => target.closest?.(selector) && more());
  early("focusin", "#board");
  early("pointerover", "#board, #select");
  if (byId("peek").dataset.peek || board.hasAttribute("data-select")) more();

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
