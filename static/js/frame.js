/* The frame with a script: "/" goes to the search box, Escape or a click elsewhere closes an open menu. */
(() => {
  const openMenus = () => document.querySelectorAll("details[name=frame-menu][open]");
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of openMenus()) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    const search = document.querySelector("[data-search]");
    if (event.key === "/" && search && !typing(event.target)) {
      event.preventDefault();
      search.select();
    }
  });
})();
