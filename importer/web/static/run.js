// How a job goes on, as the server tells it: every message holds all that is shown, so a
// connection that was lost loses nothing. The screen works without it, by loading again.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const job = document.getElementById("job");
  if (job && job.dataset.events) watchJob(job);
});

// watchJob listens while the tab is looked at: a browser has six connections to a server, and
// tabs that nobody sees would use them up.
function watchJob(job) {
  let events = document.hidden ? null : listen(job);
  document.addEventListener("visibilitychange", () => {
    if (events) events.close();
    events = document.hidden ? null : listen(job);
  });
  addEventListener("pagehide", () => { if (events) events.close(); });
  addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
}

function listen(job) {
  const events = new EventSource(job.dataset.events);
  const lost = document.getElementById("lost");
  events.addEventListener("open", () => { lost.hidden = true; });
  events.addEventListener("error", () => {
    if (events.readyState !== EventSource.CLOSED) { lost.hidden = false; return; }
    location.reload(); // the job is no longer there, or the session has ended
  });
  events.addEventListener("progress", (e) => showProgress(JSON.parse(e.data)));
  events.addEventListener("end", (e) => {
    events.close();
    showProgress(JSON.parse(e.data));
    if (job.dataset.next) location.assign(job.dataset.next); else location.reload();
  });
  return events;
}

let saidAt = 0;

function showProgress(p) {
  const bar = document.getElementById("progress");
  if (p.of > 0 || p.ended) bar.value = p.ended ? 100 : p.percent;
  for (const name of ["phase", "rows", "pace", "left", "waits"]) {
    const place = document.getElementById(name);
    if (place.textContent !== p[name]) place.textContent = p[name];
  }
  document.getElementById("waits").hidden = !p.waits;
  fill("counts", p.counts, (c) => {
    const entry = document.createElement("div");
    const name = document.createElement("dt"), rows = document.createElement("dd");
    name.textContent = c.name;
    rows.textContent = c.rows.toLocaleString(document.documentElement.lang);
    rows.className = "big";
    entry.append(name, rows);
    return entry;
  });
  fill("failures", p.failures, (f) => item(f.said));
  document.getElementById("failed").hidden = !(p.failures || []).length;
  fill("notes", p.notes, item);
  document.getElementById("notes").hidden = !(p.notes || []).length;
  // Read out now and then, and not every number.
  if (p.ended || Date.now() - saidAt > 10000) {
    saidAt = Date.now();
    document.getElementById("said").textContent = p.said;
  }
}

function item(text) {
  const li = document.createElement("li");
  li.textContent = text;
  return li;
}

function fill(id, values, make) {
  document.getElementById(id).replaceChildren(...(values || []).map(make));
}
