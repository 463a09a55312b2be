/* What was typed and has not reached the office yet, kept on this machine under the person's number and the page; and
   how long to wait before it is sent once more. Used by the sheet and by the minutes. */
const drawerOf = (person) => {
  const name = `coquang ${person} ${location.pathname}`;
  return {
    again: [2000, 5000, 15000],

    say: (text, facts) => text.replace(/\{(\w+)\}/g, (_, key) => facts[key]),

    open() {
      try {
        return JSON.parse(localStorage.getItem(name)) || {};
      } catch {
        return {};
      }
    },

    keep(waiting) {
      try {
        if (Object.keys(waiting).length) localStorage.setItem(name, JSON.stringify(waiting));
        else localStorage.removeItem(name);
      } catch { /* a browser that keeps nothing still sends each thing as it is left */ }
    },
  };
};
