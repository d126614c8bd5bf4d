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
  const turns = text("phase") !== p.phase || !text("waits") && p.waits;
  const bar = document.getElementById("progress");
  if (p.of > 0 || p.ended) bar.value = p.percent;
  for (const name of ["phase", "rows", "pace", "left", "waits"]) {
    if (text(name) !== p[name]) document.getElementById(name).textContent = p[name];
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
  // Read out where it takes a turn, and now and then, but not every number.
  if (turns || p.ended || Date.now() - saidAt > 10000) {
    saidAt = Date.now();
    document.getElementById("said").textContent = p.said;
  }
}

function text(id) {
  return document.getElementById(id).textContent;
}

function item(said) {
  const li = document.createElement("li");
  li.textContent = said;
  return li;
}

// fill shows values in a list. What is there stays, so that nobody who reads it loses the place.
function fill(id, values, make) {
  const list = document.getElementById(id), all = (values || []).map(make);
  while (list.children.length > all.length) list.lastElementChild.remove();
  all.forEach((now, i) => { if (list.children[i]) renew(list.children[i], now); else list.append(now); });
}

// renew gives an element the texts of another of its form.
function renew(was, now) {
  if (was.children.length !== now.children.length) { was.replaceWith(now); return; }
  if (!now.children.length && was.textContent !== now.textContent) was.textContent = now.textContent;
  [...now.children].forEach((child, i) => renew(was.children[i], child));
}
