// Dragging: fetched with its library when a hand first comes near a card.
export default (desk) => {
  const { board, lists, put, moved, standing, columnOf } = desk;
  let drag = null; // the card in the hand, where it stood, and whether Esc was pressed

  function grip(list) {
    if (Sortable.get(list)) return;
    new Sortable(list, {
      group: "board",
      draggable: ".card",
      direction: "vertical",
      filter: ".problem, .pick",
      preventOnFilter: false,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      delay: 300,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      ghostClass: "ghost",
      fallbackClass: "preview",
      onStart: ({ item }) => {
        drag = desk.drag = { card: item, from: standing(item), cancelled: false };
        board.dataset.dragging = "";
      },
      onMove: ({ to }) => markDrop(to),
      onEnd: ({ item }) => dropped(item),
    });
  }

  function markDrop(list) {
    for (const column of board.querySelectorAll(".column")) column.toggleAttribute("data-drop", list && column.contains(list));
  }

  function dropped(card) {
    const { from, cancelled } = drag;
    drag = desk.drag = null;
    delete board.dataset.dragging;
    markDrop(null);
    if (cancelled) put(card, from.list, from.after);
    else if (columnOf(card.parentElement).hasAttribute("data-folded")) put(card, card.parentElement, null);
    moved(card, from);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag) return;
    drag.cancelled = true;
    for (const type of ["pointerup", "mouseup", "touchend"]) document.dispatchEvent(new Event(type));
  });

  const hold = () => lists().forEach(grip);
  document.addEventListener("htmx:after:swap", hold);
  hold();
};
