/* The frame with a script: "/" goes to the search box, Escape or a click elsewhere closes an open menu; signing out
   while typed cells wait on this machine asks first. */
(() => {
  const openMenus = () => document.querySelectorAll("details[name=frame-menu][open]");
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  /* Without a line nothing is asked for; what has to be sent waits and says so. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!navigator.onLine) event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    const person = event.target.dataset.signOut;
    if (person === undefined) return;
    let drawers = [];
    try {
      drawers = Object.keys(localStorage);
    } catch { /* nothing is kept here, so nothing waits */ }
    const isWaiting = drawers.some((name) => name.startsWith(`coquang ${person} `));
    if (isWaiting && !confirm(event.target.dataset.words)) event.preventDefault();
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
