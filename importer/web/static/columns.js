// The mapping is sent with each choice, and what follows of it is shown. What a person has
// unfolded stays so, and what is left to decide is announced.
"use strict";

(() => {
  let unfolded = [];

  // say shows why a choice was not taken, and lets the controls say what holds.
  function say(answer) {
    const said = new DOMParser().parseFromString(answer, "text/html").querySelector(".alert");
    const form = document.querySelector("#mapping form");
    if (!said || !form) { location.reload(); return; }
    document.querySelectorAll("#mapping > .alert").forEach((a) => a.remove());
    form.before(said);
    document.querySelectorAll("#mapping form").forEach((f) => f.reset());
  }

  document.addEventListener("htmx:beforeSwap", (e) => {
    if (e.detail.target.id !== "columns") return;
    unfolded = [...document.querySelectorAll("#columns details[open]")].map((d) => d.id);
    const focused = document.activeElement;
    unfolded.focused = focused && focused.id;
    if (e.detail.xhr.status >= 400) say(e.detail.xhr.responseText);
  });
  document.addEventListener("htmx:afterSwap", (e) => {
    if (e.detail.target.id !== "columns") return;
    for (const id of unfolded) {
      const details = document.getElementById(id);
      if (details) details.open = true;
    }
    const focused = unfolded.focused && document.getElementById(unfolded.focused);
    if (focused) focused.focus({ preventScroll: true });
    document.getElementById("status").textContent = document.getElementById("mapping").dataset.status;
  });
})();
