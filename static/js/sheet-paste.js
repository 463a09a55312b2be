/* Pasting a block into a cell of the sheet opens its preview, laid from that row downwards; a button copies a column.
   Without it a block is pasted on its own page, and the column is selected by hand. */
(() => {
  const form = document.getElementById("paste");
  const table = document.querySelector("table.sheet");
  const button = document.querySelector("[data-copy]");

  /* Excel ends even a single cell with a line break; that is no block. */
  const isBlock = (text) => /[\t\n\r]/.test(text.replace(/\r?\n$/, ""));

  if (form && table) {
    table.addEventListener("paste", (event) => {
      if (!event.target.classList.contains("sheet-input")) return;
      const text = event.clipboardData.getData("text/plain");
      if (!isBlock(text)) return;
      event.preventDefault();
      form.elements.block.value = text;
      form.elements.start.value = event.target.closest(".sheet-row").id.slice(4);
      form.requestSubmit();
    });
  }

  if (button) {
    const area = document.getElementById(button.dataset.copy);
    const told = document.getElementById("copied");
    button.hidden = false;
    button.addEventListener("click", async () => {
      area.select();
      try {
        await navigator.clipboard.writeText(area.value);
        told.textContent = area.dataset.copied;
      } catch {
        told.textContent = document.execCommand("copy") ? area.dataset.copied : area.dataset.notCopied;
      }
    });
  }
})();
