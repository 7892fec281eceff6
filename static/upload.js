// Sends large files in parts. The server says how far it has each file, so that one cut off half-way goes on there:
// after a broken line by itself, after a reload when the same file (name, size, last change) is chosen again.
(() => {
  "use strict";
  const form = document.getElementById("upload-form");
  const list = document.getElementById("uploads");
  if (!form || !list) return;

  const PART = Number(form.dataset.part);
  const TRIES = 8;
  const WAIT = 1000; // ms, doubled each time, at most half a minute
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const status = document.getElementById("status");
  const said = (name, percent) => form.dataset[name].replace("{percent}", percent);
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let busy = 0;

  // A row with the name, a bar, and the same in words.
  function row(file) {
    const item = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = file.name;
    name.translate = false;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const words = document.createElement("span");
    item.append(name, bar, words);
    list.append(item);
    let tenth = -1;
    return {
      tell(text, percent) {
        words.textContent = text;
        if (percent === undefined) return;
        bar.value = percent;
        if (Math.floor(percent / 10) !== tenth) {
          tenth = Math.floor(percent / 10); // said aloud every ten percent, not at every part
          status.textContent = `${file.name}: ${text}`;
        }
      },
      end(text, state) {
        words.className = "state";
        words.dataset.state = state;
        words.textContent = text;
        status.textContent = `${file.name}: ${text}`;
        bar.remove();
      },
    };
  }

  // An answer, or null when there was none worth reading (no line, or a server that is away): then it is asked again.
  async function ask(address, body) {
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
      if (answer.status >= 500) return null;
      if (!(answer.headers.get("Content-Type") || "").includes("json")) return { error: said("broken") };
      return { status: answer.status, ...(await answer.json()) };
    } catch {
      return null;
    }
  }

  async function keepAsking(address, body, shown) {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const answer = await ask(address, body());
      if (answer) return answer;
      shown.tell(said("waiting"));
      await pause(Math.min(WAIT * 2 ** tried, 30000));
    }
    return { error: said("broken") };
  }

  function offer(file) {
    const offered = new FormData();
    offered.set("name", file.name);
    offered.set("size", file.size);
    offered.set("modified", file.lastModified);
    return offered;
  }

  async function send(file) {
    const shown = row(file);
    let at = await keepAsking(form.dataset.begin, () => offer(file), shown);
    const percent = () => Math.floor((100 * at.offset) / file.size);
    if (!at.error && at.offset && !at.done) shown.tell(said("resumed", percent()), percent());
    while (!at.error && !at.done) {
      const part = file.slice(at.offset, at.offset + PART);
      if (at.offset + part.size >= file.size) shown.tell(said("finishing"), 100);
      // Bytes on the way may break off; the server says again from where to go on (409).
      at = await keepAsking(`${at.parts}?offset=${at.offset}`, () => part, shown);
      if (!at.error && !at.done) shown.tell(said("sending", percent()), percent());
    }
    shown.end(at.error || said("done"), at.error ? "failed" : "ok");
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = [...form.elements.file.files];
    form.elements.file.value = "";
    if (!files.length) {
      form.elements.file.focus();
      return;
    }
    busy += 1;
    for (const file of files) await send(file);
    busy -= 1;
  });

  addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });
})();
