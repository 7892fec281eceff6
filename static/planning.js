// The planning: a ticket is dragged to a week, which fills in its form and sends it; what the server says is how it is.
// Without this file every ticket has its menu of weeks and its button.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const root = () => byId("planning");
  if (!root()) return;

  const HOLD = 250; // ms; a touch that scrolls is no drag
  const LATER = 1500; // ms; what colleagues do together is asked for once
  let dragging = false;
  let next = null; // what stood behind the ticket that is dragged
  let behind = 0;
  let sent = null; // the number of the ticket whose form is under way

  // A promise that moves needs its reason first: the form is opened, filled in, and the reason waits for words.
  function drop({ item, to, from }) {
    dragging = false;
    from.insertBefore(item, next); // where it is until the server says otherwise
    if (to === from || !to.dataset.week) return;
    const number = item.dataset.ticket;
    const select = byId(`week-${number}`);
    select.value = to.dataset.week;
    const reason = byId(`reason-${number}`);
    if (select.value !== to.dataset.week) {
      select.selectedIndex = -1;
      return;
    }
    if (!reason || reason.value) {
      select.form.requestSubmit();
      return;
    }
    const fold = byId(`move-${number}`);
    if (fold) fold.open = true;
    byId("status").textContent = root().dataset.reason;
    reason.focus();
  }

  function makeDraggable() {
    for (const list of root().querySelectorAll(".plans")) {
      Sortable.create(list, {
        group: { name: "plans", put: Boolean(list.closest("[data-open]")) },
        draggable: ".plan",
        forceFallback: true,
        fallbackOnBody: true,
        fallbackTolerance: 4,
        fallbackClass: "preview",
        filter: "a, form, summary",
        preventOnFilter: false,
        delay: HOLD,
        delayOnTouchOnly: true,
        ghostClass: "ghost",
        onStart: ({ item }) => {
          dragging = true;
          next = item.nextElementSibling;
          root().dataset.dragging = "";
        },
        onEnd: (event) => {
          delete root().dataset.dragging;
          drop(event);
        },
      });
    }
  }

  // After an answer: to what is wrong, else to the ticket that was promised.
  function settle() {
    makeDraggable();
    if (!sent) return;
    const number = sent;
    sent = null;
    const wrong = root().querySelector('[aria-invalid="true"]');
    (wrong ?? byId(`move-${number}`)?.querySelector("summary") ?? byId("needs-title"))?.focus();
  }

  // What colleagues change is shown at once, unless somebody is busy here.
  const busy = () => dragging || root().contains(document.activeElement) || root().querySelector(".plan details[open]");

  function renew() {
    clearTimeout(behind);
    behind = setTimeout(() => {
      if (busy()) renew();
      else htmx.ajax("GET", location.pathname, { target: "#planning", swap: "none" });
    }, LATER);
  }

  root().parentElement.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("submit", ({ target }) => {
    sent = target.closest("#planning .plan")?.dataset.ticket ?? null;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (root() && !root().dataset.ready) {
      root().dataset.ready = "";
      settle();
    }
  });
  document.addEventListener("projectie:ticket", ({ detail }) => {
    if (!detail.own) renew();
  });
  document.addEventListener("projectie:reset", renew);
  root().dataset.ready = "";
  makeDraggable();
})();
