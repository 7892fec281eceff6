// One event stream a page. It says which tickets changed; the page asks for what it shows of them.
//   projectie:ticket  {numbers: [1042], own: false}   own: changed by this very person
//   projectie:mail, projectie:outbox                  the same, by their ids
//   projectie:alert   {numbers, own}                  something waits for somebody, or was taken
//   projectie:draft, projectie:presence              somebody types on a ticket; somebody comes, goes or replies
//   projectie:reset                                   too much was missed: ask for everything anew
(() => {
  "use strict";
  const meta = document.querySelector('meta[name="events"]');
  if (!meta) return;

  const KINDS = ["ticket", "mail", "outbox", "alert", "draft", "presence", "export"];
  const TOGETHER = 50; // ms; changes of one moment are told as one
  const ASK_EVERY = 20000; // ms; while there is no stream to be had
  const stream = new URL(meta.content, location.href);
  let last = stream.searchParams.get("after");
  let source = null;
  let asking = 0;
  let telling = 0;
  let heard = new Map(); // "kind own" → numbers

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`projectie:${name}`, { detail }));

  function tellAll() {
    const all = heard;
    heard = new Map();
    telling = 0;
    for (const { kind, numbers, own } of all.values()) tell(kind, { numbers: [...numbers], own });
  }

  function hear(kind, { number, own }, id) {
    last = id;
    const key = `${kind} ${own}`;
    if (!heard.has(key)) heard.set(key, { kind, own, numbers: new Set() });
    heard.get(key).numbers.add(number);
    telling ||= setTimeout(tellAll, TOGETHER);
  }

  function reset(id) {
    last = id;
    heard.clear();
    tell("reset", {});
  }

  function address(path) {
    const url = new URL(path, location.href);
    url.searchParams.set("after", last);
    return url;
  }

  function open() {
    close();
    if (document.hidden && !watching) return;
    source = new EventSource(address(stream));
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => hear(kind, JSON.parse(event.data), event.lastEventId));
    }
    source.addEventListener("reset", (event) => reset(event.lastEventId));
    source.addEventListener("error", () => {
      // A broken line is mended by the browser itself; a refusal is not.
      if (source.readyState === EventSource.CLOSED) ask();
    });
  }

  function close() {
    clearTimeout(asking);
    source?.close();
    source = null;
  }

  async function ask() {
    close();
    try {
      const answer = await fetch(address(`${stream.pathname}/recent`), { redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 400) return; // signed out, or no such event
      if (answer.ok) read(await answer.json());
    } catch {
      // No line: the next round finds out.
    }
    if ((!document.hidden || watching) && !source) asking = setTimeout(open, ASK_EVERY);
  }

  function read({ last: newest, reset: lost, events }) {
    if (lost) reset(newest);
    for (const { event, id, number, own } of events) hear(event, { number, own }, id);
  }

  /* ---- out of sight: one page of this browser goes on listening, where alerts may be shown ---- */

  const ALLOWED = "projectie-notifications"; // "on": this browser was asked to, by its button
  const allowed = () =>
    "Notification" in window && Notification.permission === "granted" && localStorage.getItem(ALLOWED) === "on";
  let watching = null; // lets go of the watch
  let waiting = null; // gives up waiting for it

  function watch() {
    if (!allowed() || !navigator.locks) return;
    waiting = new AbortController();
    const kept = () => new Promise((done) => {
      watching = done;
      open();
    });
    navigator.locks.request("projectie-watch", { signal: waiting.signal }, kept).catch(() => {});
  }

  function relieve() {
    waiting?.abort();
    watching?.();
    waiting = watching = null;
  }

  document.addEventListener("visibilitychange", () => {
    relieve();
    if (document.hidden) {
      close();
      watch();
    } else {
      open();
    }
  });
  open();

  /* ---- alerts: a banner for everybody, a notification where it was asked for ---- */

  const banner = () => document.getElementById("alarm");

  async function renewBanner(own) {
    try {
      const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
      const answer = await fetch(banner().dataset.banner, { headers });
      if (!answer.ok) return;
      const said = document.createElement("template");
      said.innerHTML = await answer.text();
      const fresh = said.content.getElementById("alarm");
      const had = banner().contains(document.activeElement);
      const before = banner().textContent.trim();
      banner().replaceWith(fresh);
      if (had) (document.getElementById("to-alerts") ?? document.getElementById("page-title")).focus();
      if (fresh.textContent.trim() !== before) document.getElementById("status").textContent = fresh.textContent.trim();
      if (!own) notify(fresh.dataset);
    } catch {
      // No line: the next signal brings it.
    }
  }

  function notify({ number, title, body, link, calling }) {
    if (!number || calling === undefined || !allowed()) return;
    const shown = new Notification(title, { body, tag: `alert-${number}`, renotify: true });
    shown.addEventListener("click", () => {
      window.focus();
      location.assign(link);
    });
  }

  document.addEventListener("projectie:alert", ({ detail }) => renewBanner(detail.own));

  const button = document.getElementById("allow-notifications");
  function sayAllowed() {
    if (allowed()) button.textContent = button.dataset.on;
    else if (Notification.permission === "denied") button.textContent = button.dataset.denied;
    button.setAttribute("aria-disabled", String(allowed() || Notification.permission === "denied"));
  }
  if (button && "Notification" in window) {
    button.hidden = false;
    sayAllowed();
    button.addEventListener("click", async () => {
      if ((await Notification.requestPermission()) === "granted") localStorage.setItem(ALLOWED, "on");
      sayAllowed();
    });
  }
})();
