"use strict";
// Sorts and filters the tables of a briefing. Without it they stand as they are.
for (const table of document.querySelectorAll("table.deals")) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  // Lines under subtotals have their place there.
  if (rows.length < 3 || body.querySelector(".subtotal")) continue;
  const exact = (row, at) => {
    const cell = row.cells[at];
    const value = cell.dataset.value;
    return value === undefined ? cell.textContent.trim() : Number(value);
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang);
  Array.from(table.tHead.rows[0].cells).forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const sorted = rows.map((row, place) => ({ row, place, value: exact(row, at) }));
      sorted.sort((a, b) => {
        // What is empty comes last either way.
        if (a.value === "" || b.value === "") return (a.value === "") - (b.value === "") || a.place - b.place;
        return (up ? 1 : -1) * compare(a.value, b.value) || a.place - b.place;
      });
      body.append(...sorted.map((one) => one.row));
    });
  });
  if (rows.length < 8) continue;
  const box = document.createElement("p");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("span");
  box.className = "filter";
  count.className = "count";
  input.type = "search";
  label.append(document.body.dataset.filter + " ", input);
  box.append(label, " ", count);
  table.parentElement.before(box);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) shown += 1;
    }
    // The total stays that of all rows, which is said.
    count.textContent = wanted === "" ? "" : document.body.dataset.shownOf.replace("{shown}", shown).replace("{all}", rows.length);
  });
}
