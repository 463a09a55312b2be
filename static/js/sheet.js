/* The sheet with a script: the row in hand is lit and told about in the strip, Enter and the arrows walk down the
   column, F8 goes to the next cell that needs a hand, Ctrl+Enter sends the sheet. Without it the sheet is a plain form.
   Leaving with last year's values or a reason unsaved asks first; the quarter's own are kept by sheet-saving.js. */
(() => {
  const form = document.querySelector("form[data-sheet]");
  const strip = document.getElementById("strip");
  const table = document.querySelector("table.sheet");
  if (!table) return;
  let sending = false;

  const rowOf = (element) => element.closest(".sheet-row");

  /* Rows that are only passed through are not told about. */
  const tell = atRest((row) => {
    if (row.classList.contains("is-current") && getComputedStyle(strip).position !== "fixed") {
      htmx.ajax("GET", `${strip.dataset.strip}${row.id.slice(4)}/`, { target: "#strip", swap: "innerHTML" });
    }
  });

  const light = (row) => {
    if (row.classList.contains("is-current")) return;
    for (const other of table.querySelectorAll(".sheet-row.is-current")) other.classList.remove("is-current");
    row.classList.add("is-current");
    if (strip) tell(row);
  };

  const step = (input, by) => {
    const rows = [...table.querySelectorAll(".sheet-row")].filter((row) => row.querySelector(".sheet-input"));
    const next = rows[rows.indexOf(rowOf(input)) + by];
    if (!next) return;
    const target = next.querySelector(`.sheet-input[name^="${input.name[0]}-"]`) || next.querySelector(".sheet-input");
    target.focus();
    target.select();
  };

  /* What is saved, as the row's hidden field tells it: after a refusal the cells hold what was typed, not that. */
  const saved = (input) => {
    const was = rowOf(input).querySelector("input[name^='was-']").value.split("|");
    return input.name[0] === "d" ? was[1] : was[0];
  };

  const isTouched = () =>
    [...table.querySelectorAll(".sheet-prior-input, .sheet-reason .form-control")].some(
      (input) => input.value !== input.defaultValue,
    );

  /* The next row below the one in hand, round to the top, that was refused or has no figure. */
  const mend = () => {
    const rows = [...table.querySelectorAll(".sheet-row")].filter((row) => row.querySelector(".sheet-input"));
    const at = rows.indexOf(table.querySelector(".sheet-row.is-current")) + 1;
    const row = [...rows.slice(at), ...rows.slice(0, at)].find((each) => each.matches(".sheet-refused, [data-missing]"));
    const input = row?.querySelector(".sheet-input");
    input?.focus();
    input?.select();
  };

  table.addEventListener("focusin", (event) => {
    /* A row that grew under a pressed button would move it away before the click. */
    const row = event.target.matches("input") && rowOf(event.target);
    if (row) light(row);
  });

  table.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.classList.contains("sheet-input")) return;
    if ((event.key === "Enter" && !event.ctrlKey) || event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(input, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Escape") {
      input.value = saved(input);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  if (form) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "F8") {
        event.preventDefault();
        mend();
      } else if (event.key === "Enter" && event.ctrlKey) {
        event.preventDefault();
        form.requestSubmit(document.getElementById("send"));
      }
    });
    form.addEventListener("submit", () => { sending = true; });
    window.addEventListener("beforeunload", (event) => {
      if (!sending && isTouched()) event.preventDefault();
    });
  }
})();
