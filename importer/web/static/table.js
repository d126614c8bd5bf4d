// Tables of many rows: where a part of one is shown in place of another, it is read out, and
// ticks are kept as they are made. The screens work without it.
"use strict";

let before = {}; // what held before a part of the table was changed

document.addEventListener("htmx:beforeSwap", (e) => {
  before = { focused: e.detail.target.contains(document.activeElement), accepted: text("accepted"), found: text("found") };
});

document.addEventListener("htmx:afterSettle", (e) => {
  const shown = document.getElementById("shown");
  const status = document.getElementById("status");
  const said = [text("shown")];
  // A live region that is itself put in anew is not read out.
  if (text("accepted") !== before.accepted) said.push(text("accepted"));
  if (text("found") !== before.found) said.unshift(text("found"));
  // While rows come in, the page asks for them every second: only that all are there is said.
  const asks = "[hx-trigger^=load]", asked = e.detail.requestConfig?.elt.matches(asks), coming = asked && document.querySelector(asks);
  if (asked && !coming) renewChoices(e.detail.xhr.responseText);
  if (shown && !coming && status.textContent !== said.join(". ")) status.textContent = said.join(". ");
  // What had the focus may be gone, as Later is on the last page.
  if (shown && before.focused && document.activeElement === document.body) shown.focus({ preventScroll: true });
  guardWriting();
});

// renewChoices takes what a table can be filtered by from a page, once all rows are there: a list
// that is open would close if it were changed as they come in.
function renewChoices(page) {
  for (const renewed of new DOMParser().parseFromString(page, "text/html").querySelectorAll("#search select")) {
    const list = document.getElementById(renewed.id), chosen = list?.value;
    if (!list) continue;
    list.replaceChildren(...renewed.children);
    list.value = chosen;
  }
}

function text(id) {
  const place = document.getElementById(id);
  return place ? place.textContent.trim() : "";
}

document.addEventListener("DOMContentLoaded", guardWriting);
document.addEventListener("input", (e) => { if (e.target.id === "typed") guardWriting(); });

let ticking = Promise.resolve(); // one tick after the other

document.addEventListener("change", (e) => {
  const box = e.target;
  if (box.id === "typed") box.setAttribute("aria-invalid", document.getElementById("write-button").disabled);
  if (box.type !== "checkbox" || !box.closest("#ticks")) return;
  e.stopPropagation();
  if (box.dataset.joined) { // of an address all or none
    for (const other of document.querySelectorAll(`#ticks [data-joined="${box.dataset.joined}"]`)) other.checked = box.checked;
  }
  const form = box.form, on = box.checked;
  ticking = ticking.then(() => tick(form, box.value, on)).catch(() => location.reload());
});

async function tick(form, n, on) {
  const body = new URLSearchParams({token: form.elements.token.value, shown: n});
  if (on) body.set("accept", n);
  const answer = await fetch(form.action, {method: "POST", body, headers: {Accept: "application/json"}});
  if (!answer.ok) throw new Error(answer.statusText);
  const now = await answer.json();
  document.getElementById("accepted").textContent = now.said;
  const button = document.getElementById("write-button");
  if (!button) return;
  document.getElementById("write-changes").value = now.accepted;
  button.textContent = now.button;
  button.disabled = !now.can_write;
  guardWriting();
}

// guardWriting lets the button be pressed once the number was typed, where that is asked for.
function guardWriting() {
  const typed = document.getElementById("typed"), button = document.getElementById("write-button");
  if (!button) return;
  const changes = document.getElementById("write-changes").value;
  if (typed) button.disabled = changes === "0" || typed.value.replace(/[.,'’\s]/g, "") !== changes;
}
