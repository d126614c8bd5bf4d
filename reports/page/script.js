// The page is whole without this: it filters and sorts the rows that are there.
(() => {
  "use strict";
  const one = (id) => document.getElementById(id);
  const [filter, text, status, field, clear, found] = ["filter", "filter-text", "filter-status", "filter-field", "filter-clear", "filter-found"].map(one);
  const groups = [...document.querySelectorAll("details.group")];
  const rows = [...document.querySelectorAll("table.rows tbody tr")].map((tr) => {
    const group = tr.closest("details");
    const cell = (name) => tr.querySelector("td." + name)?.textContent ?? "";
    return {
      tr, group,
      text: tr.textContent.toLowerCase(),
      status: tr.dataset.status ?? group.dataset.status,
      fields: (tr.dataset.fields || cell("about") || cell("field")).split(" "),
    };
  });
  for (const group of groups) { // of many rows a narrow screen shows nothing else
    if (group.querySelectorAll("tbody tr").length > 10 && matchMedia("(max-width: 40rem)").matches) group.open = false;
  }
  const wasOpen = new Map(groups.map((group) => [group, group.open]));

  function apply() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const any = words.length > 0 || status.value !== "" || (field?.value ?? "") !== "";
    const matches = new Set();
    let shown = 0;
    for (const row of rows) {
      const match = words.every((word) => row.text.includes(word)) &&
        (!status.value || row.status === status.value) &&
        (!field?.value || row.fields.includes(field.value));
      row.tr.hidden = !match;
      if (match) {
        shown++;
        matches.add(row.group);
      }
    }
    for (const group of groups) {
      group.hidden = any && !matches.has(group);
      group.open = any ? matches.has(group) : wasOpen.get(group);
    }
    found.textContent = any ? filter.dataset.found.replace("{shown}", shown).replace("{all}", rows.length) : "";
  }

  let waiting;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  status.addEventListener("change", apply);
  field?.addEventListener("change", apply);
  clear.addEventListener("click", () => {
    text.value = status.value = "";
    if (field) field.value = "";
    apply();
    text.focus();
  });

  const order = new Intl.Collator(undefined, { numeric: true });
  function sort(th) {
    const table = th.closest("table");
    const body = table.tBodies[0];
    const down = th.ariaSort === "ascending";
    for (const other of th.parentNode.cells) other.ariaSort = null;
    th.ariaSort = down ? "descending" : "ascending";
    const cell = (tr) => tr.cells[th.cellIndex].textContent;
    const sorted = [...body.rows].sort((a, b) => order.compare(cell(a), cell(b)) * (down ? -1 : 1));
    body.append(...sorted);
  }
  for (const th of document.querySelectorAll("table.rows thead th")) {
    if (th.closest("table").tBodies[0].rows.length < 2) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.title = filter.dataset.sort.replace("{column}", th.textContent);
    button.append(...th.childNodes); // the name of the column stays that of its head
    th.append(button);
    th.addEventListener("click", () => sort(th));
  }

  // Older browsers can't open a group by style alone.
  addEventListener("beforeprint", () => groups.forEach((group) => { group.open = true; }));
  filter.hidden = false;
})();
