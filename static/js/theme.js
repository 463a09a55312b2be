/* Light or dark. Runs in <head> before anything is drawn, so that no page flashes; without a choice of the reader's
   it follows the machine. Only a reader's own choice is kept. */
(() => {
  const root = document.documentElement;
  const machine = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };

  const keep = (theme) => {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      root.dataset.bsTheme = theme;
    }
  };

  const show = () => {
    root.dataset.bsTheme = chosen() ?? (machine.matches ? "dark" : "light");
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = false;
      button.textContent = root.dataset.bsTheme === "dark" ? button.dataset.toLight : button.dataset.toDark;
    }
  };

  show();
  machine.addEventListener("change", show);
  addEventListener("storage", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-switch]")) {
      keep(root.dataset.bsTheme === "dark" ? "light" : "dark");
      show();
    }
  });
})();
