/* Words marked with the mouse in the chair's sentence are those to stand by themselves. */
(() => {
  const sentence = document.querySelector("#sentence mark");
  const field = document.querySelector("[name=words]");
  if (!sentence || !field) return;
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!chosen.isCollapsed && sentence.contains(chosen.anchorNode) && sentence.contains(chosen.focusNode)) {
      field.value = chosen.toString().trim();
    }
  });
})();
