/* The sheet with a script: the row in hand is lit and told about in the strip, Enter and the arrows walk down the
   column, leaving with unsaved figures asks first. Without it the sheet is a plain form. */
(() => {
  const form = document.querySelector("form[data-sheet]");
  const strip = document.getElementById("strip");
  const table = document.querySelector("table.sheet");
  if (!table) return;
  let sending = false;

  const rowOf = (element) => element.closest(".sheet-row");

  const light = (row) => {
    if (row.classList.contains("is-current")) return;
    for (const other of table.querySelectorAll(".sheet-row.is-current")) other.classList.remove("is-current");
    row.classList.add("is-current");
    if (strip && getComputedStyle(strip).position !== "fixed") {
      htmx.ajax("GET", `${strip.dataset.strip}${row.id.slice(4)}/`, { target: "#strip", swap: "innerHTML" });
    }
  };

  const step = (input, by) => {
    const inputs = [...table.querySelectorAll(".sheet-input")];
    const sameColumn = inputs.filter((other) => other.name[0] === input.name[0] || rowOf(other) !== rowOf(input));
    const rows = [...new Set(sameColumn.map(rowOf))];
    const next = rows[rows.indexOf(rowOf(input)) + by];
    if (!next) return false;
    const target = next.querySelector(".sheet-input");
    target.focus();
    target.select();
    return true;
  };

  const isTouched = () =>
    [...table.querySelectorAll(".sheet-input")].some((input) => input.value !== input.defaultValue);

  table.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (row) light(row);
  });

  table.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.classList.contains("sheet-input")) return;
    if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(input, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Escape") {
      input.value = input.defaultValue;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  if (form) {
    form.addEventListener("submit", () => { sending = true; });
    window.addEventListener("beforeunload", (event) => {
      if (!sending && isTouched()) event.preventDefault();
    });
  }
})();
