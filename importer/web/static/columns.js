// The mapping is sent with each choice, and what follows of it is shown. What a person has
// unfolded stays so, and what is left to decide is announced.
"use strict";

(() => {
  let unfolded = [];
  document.addEventListener("htmx:beforeSwap", (e) => {
    if (e.detail.target.id !== "columns") return;
    unfolded = [...document.querySelectorAll("#columns details[open]")].map((d) => d.id);
    const focused = document.activeElement;
    unfolded.focused = focused && focused.id;
    if (e.detail.xhr.status >= 400) location.reload(); // another window, or the end of the program
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
