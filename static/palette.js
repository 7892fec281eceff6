// What the palette offers, as it is typed: fetched when it is first opened.
// Where a card had the focus, an offer that has a key does what the key does; elsewhere its link is followed.
export default (form, number, fetched, press) => {
  const WAIT = 150; // ms between the last letter and the question
  const field = form.querySelector("input");
  const list = document.createElement("div");
  let asking = 0;
  let soon = 0;
  form.after(list);

  async function ask() {
    const turn = (asking += 1);
    const said = await fetched(`${form.action}?${new URLSearchParams({ q: field.value, ticket: number })}`);
    if (turn === asking) list.replaceChildren(said); // a slow answer never comes over a newer one
  }

  field.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(ask, WAIT);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(soon);
    await ask();
    list.querySelector("a")?.click();
  });
  list.addEventListener("click", (event) => {
    const key = press && event.target.closest("a[data-key]")?.dataset.key;
    if (!key || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    press(key);
  });
  form.parentElement.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [field, ...list.querySelectorAll("a")];
    (all.at((all.indexOf(document.activeElement) + step) % all.length) ?? field).focus();
  });
  return ask();
};
