// One event stream a page. It says which tickets changed; the page asks for what it shows of them.
//   projectie:ticket  {numbers: [1042], own: false}   own: changed by this very person
//   projectie:mail, projectie:outbox                  the same, by their ids
//   projectie:alert   {numbers, own}                  something waits for somebody, or was taken
//   projectie:draft, projectie:presence              somebody types on a ticket; somebody comes, goes or replies
//   projectie:reset                                   too much was missed: ask for everything anew
(() => {
  "use strict";
  document.addEventListener("htmx:before:request", (event) => {
    if (document.hidden && event.target.matches('[hx-trigger^="every"]')) event.preventDefault(); // nothing polls out of sight
  });
  const meta = document.querySelector('meta[name="events"]');
  if (!meta) return;

  const KINDS = ["ticket", "mail", "outbox", "alert", "draft", "presence", "export"];
  const TOGETHER = 50; // ms; changes of one moment are told as one
  const ASK_EVERY = 20000; // ms; while there is no stream to be had
  const { alerts: alertsUrl } = document.currentScript.dataset;
  const stream = new URL(meta.content, location.href);
  let last = stream.searchParams.get("after");
  let source = null;
  let asking = 0;
  let telling = 0;
  const line = { open, watching: null }; // watching: out of sight, and listening for this browser all the same
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
    if (document.hidden && !line.watching) return;
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
    if ((!document.hidden || line.watching) && !source) asking = setTimeout(open, ASK_EVERY);
  }

  function read({ last: newest, reset: lost, events }) {
    if (lost) reset(newest);
    for (const { event, id, number, own } of events) hear(event, { number, own }, id);
  }

  /* ---- out of sight: nothing is asked, unless alerts may be shown here ---- */

  let made = null;
  const alerts = (use = () => {}) =>
    (made ??= import(alertsUrl).then((parts) => parts.default(line))).then(use, () => (made = null)); // no line: the next signal brings it

  for (const kind of ["alert", "reset"]) document.addEventListener(`projectie:${kind}`, ({ detail }) => alerts((parts) => parts.renewBanner(detail.own)));
  const wanted = () => document.getElementById("allow-notifications") || localStorage.getItem("projectie-notifications") === "on";
  const seen = () => {
    (document.hidden ? close : open)();
    if (wanted()) alerts();
  };
  document.addEventListener("visibilitychange", seen);
  seen();
})();
