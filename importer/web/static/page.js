// What every screen has: uploads by dropping with their progress, and the announcement of
// what changed for screen readers. All screens work without it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const upload = document.getElementById("upload");
  if (upload) takeFiles(upload);
  const connection = document.getElementById("connection");
  if (connection) document.getElementById("status").textContent = connection.dataset.status;
});

// How a connection stands is asked for again and again. What is as it was stays, so that nobody
// who reads it loses the place; what is new is read out.
let reading = false; // whether the focus was in what is replaced
document.addEventListener("htmx:beforeSwap", (e) => {
  const was = e.detail.target;
  if (was.id !== "connection") return;
  const now = new DOMParser().parseFromString(e.detail.serverResponse, "text/html").getElementById("connection");
  if (now && now.textContent === was.textContent) e.detail.shouldSwap = false;
  reading = was.contains(document.activeElement);
});
document.addEventListener("htmx:afterSettle", () => {
  const connection = document.getElementById("connection"), status = document.getElementById("status");
  if (!connection) return;
  if (status.textContent !== connection.dataset.status) status.textContent = connection.dataset.status;
  if (reading && document.activeElement === document.body) document.getElementById("content").focus();
});

// takeFiles sends a chosen or dropped file and shows how much of it was sent.
function takeFiles(form) {
  const input = form.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragenter"]) {
    document.addEventListener(kind, (e) => { e.preventDefault(); form.classList.add("over"); });
  }
  document.addEventListener("dragleave", (e) => { if (!e.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (e) => {
    e.preventDefault();
    form.classList.remove("over");
    if (e.dataTransfer.files.length) { input.files = e.dataTransfer.files; form.requestSubmit(); }
  });
  input.addEventListener("change", () => { if (input.files.length) form.requestSubmit(); });
  form.addEventListener("submit", (e) => {
    if (!input.files.length) return;
    e.preventDefault();
    send(form);
  });
}

function send(form) {
  const input = form.querySelector("input[type=file]");
  const sent = form.querySelector("progress");
  const button = form.querySelector("button");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.upload.addEventListener("progress", (e) => { if (e.lengthComputable) sent.value = 100 * e.loaded / e.total; });
  request.addEventListener("load", () => {
    if (request.status < 300) { location.assign(request.responseURL); return; }
    const said = request.responseXML && request.responseXML.querySelector(".alert");
    document.querySelectorAll("#refused").forEach((before) => before.remove());
    if (said) refuse(form, input, said); else form.submit();
    button.disabled = false;
    sent.hidden = true;
  });
  const unsent = document.getElementById("unsent");
  unsent.hidden = true;
  request.addEventListener("error", () => { button.disabled = false; sent.hidden = true; unsent.hidden = false; });
  const file = input.files[0];
  const chosen = document.getElementById("chosen");
  chosen.textContent = `${file.name} · ${size(file.size)}`;
  chosen.hidden = false;
  document.getElementById("status").textContent = chosen.textContent;
  sent.hidden = false;
  button.disabled = true;
  request.send(new FormData(form));
}

// refuse shows why a file was not taken, and ties it to the control for people who hear it.
function refuse(form, input, said) {
  said.id = "refused";
  form.before(said);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", "refused file-hint");
  input.focus();
}

// size is how long a file is, as people say it.
function size(bytes) {
  let unit = 0, n = bytes;
  for (; n >= 1000 && unit < 3; unit++) n /= 1000;
  const lang = document.documentElement.lang;
  return n.toLocaleString(lang, { maximumFractionDigits: n < 10 ? 1 : 0 }) + "\u00a0" + ["", "k", "M", "G"][unit] + (lang === "fr" ? "o" : "B");
}
