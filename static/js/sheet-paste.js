/* Pasting a block into a cell of the sheet opens its preview, laid from that row downwards. Without it a block is pasted
   on its own page. */
(() => {
  const form = document.getElementById("paste");
  const table = document.querySelector("table.sheet");

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
})();
