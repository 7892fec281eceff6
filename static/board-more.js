// What opens on the board: the menu of a card, a ticket in a line, the panel beside it, and picking several cards.
// Fetched when a hand, the focus or the address first asks for one of them.
export default (desk) => {
  const { board, byId, cardOf, cardAt, listOf, cards, columnOf, fill, say, keepingFocus, ask, settle, cardLink, place, queue, remember } = desk;

  /* ---- the menu: first the column, then the place in it ---- */

  const menu = byId("move-menu");
  const columnsMenu = byId("move-columns");
  const placesMenu = byId("move-places");
  const placesTitle = byId("move-column");
  let chosen = null; // the card, and the button that opened the menu

  function openMenu(card, opener) {
    const all = picks().some((pick) => card.contains(pick)) && picks().length > 1;
    chosen = { card, opener, all };
    byId("move-title").textContent = all ? `${byId("selection-title").textContent.trim()}: ${picks().length}` : opener.getAttribute("aria-label");
    for (const button of columnsMenu.querySelectorAll("button")) {
      const here = listOf(button.value) === card.parentElement;
      button.toggleAttribute("aria-current", here);
      if (here) button.setAttribute("aria-current", "true");
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
      if (chosen.all) return placeAll(list, after);
      place(card, list, cardOf(after));
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
  const picks = () => [...board.querySelectorAll(".pick:checked")];

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

  function placeAll(list, after) {
    byId("selection-column").value = columnOf(list).dataset.column;
    byId("selection-after").value = after;
    form.requestSubmit(byId("selection-move"));
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
    const { ok, said } = await ask(`${board.dataset.ticket.replace(/0$/, number)}/peek${without().search}`);
    return ok ? said.querySelector("#peek") : null;
  };

  function put(fresh) {
    keepingFocus(() => panel().replaceWith(fresh));
    htmx.process(fresh);
  }

  async function peek(number, fromHistory = false) {
    if (panel().dataset.peek === number) return close();
    const fresh = await fetched(number).catch(() => null);
    if (!fresh) return location.assign(board.dataset.ticket.replace(/0$/, number));
    const before = panel().dataset.peek;
    put(fresh);
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
    if (fresh && panel().dataset.peek === number && !byId("inline").firstElementChild) put(fresh);
  });

  return { openMenu, addQuick: () => queue(() => addQuick(false)), peek, pick, picked };
};
