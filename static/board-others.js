// What colleagues do on the board: shown at once while nobody is at work here, else announced.
// Fetched with the first change that is heard of.
export default (desk) => {
  const { board, byId, cardOf, columnOf, fill, say, ask, settle, cardLink, queue, spots, held } = desk;
  const ROUNDS = 3; // of asking for cards whose neighbour is new here too
  let everything = false; // so much was missed that the page must come anew

  const atWork = () =>
    desk.drag || desk.busy() || byId("move-menu").matches(":popover-open") || board.matches(":focus-within") || board.querySelector(".card:hover");

  function reset() {
    if (!atWork() && !document.activeElement.matches("input, select")) location.reload();
    everything = true;
    announce();
  }

  async function listen(numbers) {
    try {
      const said = await cardsNow(numbers);
      const news = spots(said).filter(isNews);
      for (const spot of spots(said)) held.delete(spot.dataset.card);
      for (const spot of news) held.add(spot.dataset.card);
    } catch {
      numbers.forEach((number) => held.add(number));
    }
    // Asked when this turn is over: a deed in line is work.
    setTimeout(() => (held.size && !atWork() ? show() : announce()));
  }

  async function cardsNow(numbers) {
    const wanted = new Set(numbers);
    for (let round = 1; ; round += 1) {
      const query = new URLSearchParams(location.search);
      query.set("numbers", [...wanted].join());
      const { ok, said } = await ask(`${location.pathname}/cards?${query}`);
      if (!ok) throw new Error("no answer");
      const unknown = spots(said).map((spot) => spot.dataset.after).filter((after) => after && !cardOf(after) && !wanted.has(after));
      if (!unknown.length || round === ROUNDS) return said;
      unknown.forEach((number) => wanted.add(number));
    }
  }

  // What a card says of things that are no decision about its ticket: a line that was ticked, a letter that failed.
  const face = (card) => [...card.querySelectorAll(".chips, h3, .who, footer")].map((part) => part.textContent).join();

  function isNews(spot) {
    const here = cardOf(spot.dataset.card);
    const fresh = spot.content.querySelector(".card");
    if (!here || !fresh) return Boolean(here || fresh);
    return here.dataset.version !== fresh.dataset.version || columnOf(here).dataset.column !== spot.dataset.column || face(here) !== face(fresh);
  }

  async function show(focus = false) {
    if (everything) return location.reload();
    const numbers = [...held];
    held.clear();
    try {
      settle(await cardsNow(numbers));
    } catch {
      numbers.forEach((number) => held.add(number));
    }
    announce();
    const first = numbers.map(cardOf).find((card) => card?.checkVisibility());
    if (focus) (first ? cardLink(first) : byId("page-title")).focus();
  }

  function announce(aloud = true) {
    const { others, othersOne } = board.dataset;
    const count = held.size;
    const bar = byId("changes");
    const text = everything || count !== 1 ? fill(others, { count: count || "…" }) : othersOne;
    if (aloud && count && byId("changes-text").textContent !== text) say(`${text}. ${byId("show-changes").textContent}.`);
    byId("changes-text").textContent = count || everything ? text : "";
    bar.hidden = !count && !everything;
  }

  document.addEventListener("click", (event) => {
    if (event.target.id === "show-changes") queue(() => show(true));
  });

  desk.announce = announce;
  return { listen, reset };
};
