/* What need not happen under the keys waits until the hand rests: atRest(act) gives a function that asks for the act,
   which then happens once, a fifth of a second after the last key. */
const atRest = (() => {
  const REST = 200; // milliseconds
  let last = -REST;
  addEventListener("keydown", () => { last = performance.now(); }, true);
  return (act) => {
    let timer = 0;
    const ask = (...told) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (performance.now() - last < REST) ask(...told);
        else act(...told);
      }, REST);
    };
    return ask;
  };
})();
