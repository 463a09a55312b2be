/* A line that is offered goes into its text at once; without a script the server adds it to the page. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-offer]");
  const field = button && document.getElementById(button.dataset.offer);
  if (!field) return;
  event.preventDefault();
  field.value = [field.value.trimEnd(), button.dataset.line].filter(Boolean).join("\n");
  field.scrollTop = field.scrollHeight;
  const box = button.closest(".offers");
  const next = (button.closest("li").nextElementSibling ?? button.closest("li").previousElementSibling)?.querySelector("button");
  button.closest("li").remove();
  box.querySelector("[data-left]").textContent = box.querySelectorAll("li").length;
  (next ?? field).focus();
});
