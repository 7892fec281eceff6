// Alerts: a banner for everybody; a notification where this browser was asked to show them, also out of sight.
// Fetched with the first alert, where notifications are on, and on the page that offers them.
export default (line) => {
  const ALLOWED = "projectie-notifications"; // "on": this browser was asked to, by its button
  const allowed = () =>
    "Notification" in window && Notification.permission === "granted" && localStorage.getItem(ALLOWED) === "on";
  let waiting = null; // gives up waiting for the watch

  // Of all pages out of sight one goes on listening.
  function watch() {
    if (!allowed() || !navigator.locks || !document.hidden || waiting) return;
    waiting = new AbortController();
    const kept = () => new Promise((done) => {
      line.watching = done;
      line.open();
    });
    navigator.locks.request("projectie-watch", { signal: waiting.signal }, kept).catch(() => {});
  }

  function relieve() {
    waiting?.abort();
    line.watching?.();
    waiting = line.watching = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? watch : relieve)());
  watch();

  const banner = () => document.getElementById("alarm");
  const AGAIN = 5000; // ms; an alert is no thing to miss for one answer that was lost
  let asked = 0;
  let aloud = false; // somebody else's doing is among what is asked for

  async function renewBanner(own) {
    if (!banner()) return;
    const turn = ++asked;
    aloud ||= !own;
    const fresh = await freshBanner().catch(() => null);
    if (turn !== asked) return; // asked once more meanwhile: that answer is the newer one
    if (!fresh) return setTimeout(() => turn === asked && renewBanner(own), AGAIN);
    const had = banner().contains(document.activeElement);
    const before = banner().textContent.trim();
    banner().replaceWith(fresh);
    if (had) (document.getElementById("to-alerts") ?? document.getElementById("page-title")).focus();
    const words = fresh.textContent.trim();
    if (aloud && words && words !== before) document.getElementById("status").textContent = words; // never over what one's own deed said
    if (aloud) notify(fresh.dataset);
    aloud = false;
  }

  async function freshBanner() {
    const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
    const answer = await fetch(banner().dataset.banner, { headers });
    if (!answer.ok) return null;
    const said = document.createElement("template");
    said.innerHTML = await answer.text();
    return said.content.getElementById("alarm");
  }

  function notify({ number, title, body, link, calling }) {
    if (!number || calling === undefined || !allowed()) return;
    const shown = new Notification(title, { body, tag: `alert-${number}`, renotify: true });
    shown.addEventListener("click", () => {
      window.focus();
      location.assign(link);
    });
  }

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

  return { renewBanner };
};
