/* Each cell of the sheet is sent as its row is left. What was typed is kept on this machine, under the person's number,
   from a quarter of a second after the key until the office has it: a lost line, an ended session or a closed tab loses
   nothing. Without this script the form's own button saves the whole sheet. */
(() => {
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const words = document.getElementById("saving").dataset;
  const line = document.getElementById("line");
  const { again, say, open, keep: putAway } = drawerOf(form.dataset.person);

  /* --- what waits on this machine ------------------------------------------------------------- */

  const waiting = open();
  const keep = () => putAway(waiting);

  /* --- the rows ------------------------------------------------------------------------------- */

  const rowOf = (element) => element.closest(".sheet-row");
  const codeOf = (row) => row.id.slice(4);
  const cell = (row, part) => row.querySelector(`.sheet-input[name="${part}-${codeOf(row)}"]`);
  const was = (row) => row.querySelector(`input[name="was-${codeOf(row)}"]`);
  const text = (row, part) => cell(row, part)?.value.trim() ?? "";
  const stands = (row) => {
    const [value, denominator] = was(row).value.split("|");
    return (!cell(row, "v") || value === text(row, "v")) && (!cell(row, "d") || denominator === text(row, "d"));
  };

  const mark = (row, state, shown = words[state] ?? "") => {
    row.dataset.state = state;
    document.getElementById(`state-${codeOf(row)}`).textContent = shown;
    row.classList.toggle("sheet-refused", state === "refused" || state === "contested");
    for (const input of row.querySelectorAll(".sheet-input")) {
      if (state === "refused") input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    if (state !== "refused" && state !== "contested") untell(row);
  };

  const untell = (row) => document.getElementById(`below-${codeOf(row)}`)?.parentElement.remove();

  const below = (row, sentence) => {
    untell(row);
    const told = row.insertRow();
    told.className = "sheet-below";
    const place = told.insertCell();
    place.colSpan = 9;
    place.id = `below-${codeOf(row)}`;
    place.setAttribute("role", "alert");
    const said = document.createElement("span");
    said.className = "hand";
    said.textContent = sentence;
    place.append(said);
    return place;
  };

  /* What the office has, beside the cell. */
  const show = (row, found) => {
    const write = (selector, shown) => {
      const place = row.querySelector(selector);
      if (place) place.textContent = shown;
    };
    write(".sheet-own", found.own);
    write(".sheet-whole", found.total);
    write(".sheet-sum", found.total);
    write(".sheet-percent", found.percent);
    row.querySelector(".sheet-percent").classList.toggle("sheet-none", found.percent === "–");
    const [top, bottom] = found.own.split("/");
    for (const given of row.querySelectorAll(".sheet-given")) {
      given.textContent = given.matches(":last-child") ? bottom : top;
    }
    row.toggleAttribute("data-missing", !found.filled);
  };

  const put = (row, found) => {
    if (cell(row, "v")) cell(row, "v").value = found.value;
    if (cell(row, "d")) cell(row, "d").value = found.denominator;
  };

  /* The bar and the heads of fields, counted anew as they were when the page was made. */
  const count = atRest(() => {
    const rows = [...form.querySelectorAll(".sheet-row")];
    const missing = rows.filter((row) => row.hasAttribute("data-missing"));
    const done = rows.length - missing.length;
    document.getElementById("done").textContent = `${done}/${rows.length}`;
    document.querySelector(".action-done .meter-done").setAttribute("width", (100 * done) / Math.max(rows.length, 1));
    const isNamed = new Set(missing.slice(0, 2).map((row) => `v-${codeOf(row)}`));
    for (const need of document.querySelectorAll(".action-needs [data-cell]")) need.hidden = !isNamed.has(need.dataset.cell);
    const more = document.getElementById("more-missing");
    more.hidden = missing.length <= 2;
    more.textContent = say(more.dataset.words, { n: missing.length - 2 });
    const why = document.getElementById("why");
    if (why) why.hidden = !missing.length;
    const asked = document.getElementById("asked");
    const open = rows.filter((row) => row.matches(".sheet-asked"));
    const link = asked.querySelector("a");
    asked.hidden = !open.length;
    link.textContent = say(link.dataset.words, { n: String(open.length).padStart(2, "0") });
    if (open.length) link.href = `#a-${codeOf(open[0])}`;
    const refused = document.getElementById("refused");
    const n = form.querySelectorAll(".sheet-row.sheet-refused").length;
    refused.hidden = !n;
    refused.textContent = say(refused.dataset.words, { n: String(n).padStart(2, "0") });
    for (const head of form.querySelectorAll(".sheet-field")) {
      let all = 0;
      let filled = 0;
      for (let row = head.nextElementSibling; row?.matches(".sheet-row"); row = row.nextElementSibling) {
        all += 1;
        filled += row.hasAttribute("data-missing") ? 0 : 1;
      }
      head.querySelector("td").textContent = `${filled}/${all}`;
    }
  });

  /* --- sending -------------------------------------------------------------------------------- */

  let tries = 0;
  let timer = 0;
  let stopped = "";
  let pump = null;
  let inHand = "";
  let pause = 0;

  const tellLine = () => {
    const n = Object.keys(waiting).length;
    line.replaceChildren();
    if (stopped) {
      line.append(words[stopped], " ");
      const link = document.createElement("a");
      link.href = stopped === "signedOut" ? `${words.signInUrl}` : location.href;
      link.textContent = stopped === "signedOut" ? words.signIn : words.reload;
      line.append(link);
    } else if (tries && n) {
      line.textContent = say(words.queue, { n: String(n).padStart(2, "0") });
    }
  };

  const later = () => {
    for (const [code, entry] of Object.entries(waiting)) {
      const row = document.getElementById(`row-${code}`);
      if (row && entry.isLeft) mark(row, "waiting");
    }
    clearTimeout(timer);
    timer = setTimeout(next, again[Math.min(tries, again.length - 1)]);
    tries += 1;
    tellLine();
    return false;
  };

  const stop = (why) => {
    stopped = why;
    tellLine();
    return false;
  };

  const asked = (row, entry) => {
    const code = codeOf(row);
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    if (cell(row, "v")) body.set(`v-${code}`, entry.v);
    if (cell(row, "d")) body.set(`d-${code}`, entry.d);
    body.set(`was-${code}`, entry.was);
    return fetch(`${form.dataset.rows}${code}/luu/`, {
      method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", keepalive: true,
    });
  };

  const heard = (row, entry, told) => {
    const code = codeOf(row);
    const isUntouched = text(row, "v") === entry.v && text(row, "d") === entry.d;
    if (told.cell) show(row, told.cell);
    if (told.state === "saved") {
      was(row).value = told.cell.was;
      for (const other of told.others) {
        const follower = document.getElementById(`row-${other.code}`);
        if (follower && was(follower)) {
          show(follower, other);
          was(follower).value = other.was;
        }
      }
      if (isUntouched) {
        delete waiting[code];
        if (!row.contains(document.activeElement)) put(row, told.cell);
        mark(row, "saved", say(words.saved, { at: told.at }));
        for (const { code: each } of [told.cell, ...told.others]) toAsk.add(each);
        askAll();
        document.getElementById(`read-${code}`).textContent = told.cell.read;
      }
    } else if (isUntouched) {
      delete waiting[code];
      mark(row, told.state);
      if (told.state === "refused") below(row, told.why);
      if (told.state === "contested") offer(row, entry, told);
    }
    if (!isUntouched && waiting[code]) waiting[code].was = was(row).value;
    keep();
    count();
  };

  /* What is asked about a figure stands in a row below it, with room for one sentence. */
  const ask = async (row) => {
    let told;
    try {
      const answer = await fetch(`${form.dataset.rows}${codeOf(row)}/hoi/`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      told = await answer.json();
    } catch {
      return;
    }
    question(row, told);
  };

  const toAsk = new Set();
  const askAll = atRest(() => {
    for (const code of toAsk) {
      const row = document.getElementById(`row-${code}`);
      if (row) ask(row);
    }
    toAsk.clear();
  });

  const question = (row, told) => {
    const code = codeOf(row);
    document.getElementById(`asked-${code}`)?.parentElement.remove();
    row.classList.toggle("sheet-asked", Boolean(told.question) && !told.answer);
    if (told.question) {
      const asked = row.insertRow();
      asked.className = "sheet-below";
      const place = asked.insertCell();
      place.colSpan = 9;
      place.id = `asked-${code}`;
      place.append(told.answer ? said(told) : reason(code, told.question));
    }
    count();
  };

  const said = (told) => {
    const line = document.createElement("span");
    line.className = "sheet-said";
    const words_ = document.createElement("b");
    words_.textContent = told.answer;
    line.append(told.question, " ", words.said, " ", words_, ` (${told.said})`);
    return line;
  };

  const reason = (code, sentence) => {
    const line = document.createElement("span");
    line.className = "sheet-reason";
    const label = document.createElement("label");
    label.htmlFor = `a-${code}`;
    const needed = document.createElement("b");
    needed.className = "risk";
    needed.textContent = words.needed;
    label.append(needed, " ", sentence);
    const input = document.createElement("input");
    Object.assign(input, { className: "form-control", id: `a-${code}`, name: `a-${code}`, maxLength: 1000, autocomplete: "off" });
    line.append(label, input);
    return line;
  };

  const explain = async (input) => {
    const row = rowOf(input);
    if (!input.value.trim() || input.value === input.defaultValue) return;
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    body.set(input.name, input.value);
    try {
      const url = `${form.dataset.rows}${codeOf(row)}/ly-do/luu/`;
      const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return;
      const told = await answer.json();
      if (told.state === "asked") question(row, told);
      else input.title = told.why;
    } catch { /* the sentence stays in its place and goes with the sheet's own button */ }
  };

  /* The second of two who typed: both values stand there, and one of them is chosen. */
  const offer = (row, entry, told) => {
    const mine = cell(row, "d") ? `${entry.v || "–"}/${entry.d || "–"}` : entry.v || "–";
    const facts = { by: told.by, at: told.at, theirs: told.theirs, mine };
    const place = below(row, say(told.by ? words.both : words.bothUnknown, facts));
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn sheet-choice";
      made.textContent = label;
      made.addEventListener("click", () => {
        was(row).value = told.cell.was;
        act();
        row.classList.remove("sheet-refused");
        queue(row);
        (cell(row, "v") ?? cell(row, "d")).focus();
      });
      place.append(" ", made);
    };
    button(say(words.theirs, facts), () => put(row, told.cell));
    button(say(words.mine, facts), () => {});
  };

  /* One cell at a time, oldest first; false when the line is down or the page may send no more. */
  const send = async (code) => {
    const row = document.getElementById(`row-${code}`);
    const entry = { ...waiting[code] };
    mark(row, "saving");
    let answer;
    try {
      answer = await asked(row, entry);
    } catch {
      return later();
    }
    if (answer.status >= 500) return later();
    if (answer.ok) {
      tries = 0;
      heard(row, entry, await answer.json());
      tellLine();
      return true;
    }
    mark(row, "waiting");
    if (answer.status === 401) {
      words.signInUrl = (await answer.json()).sign_in;
      return stop("signedOut");
    }
    if (answer.status === 409) below(row, (await answer.json()).why);
    return stop("stale");
  };

  const ready = () => Object.keys(waiting).find((code) => waiting[code].isLeft);

  const drain = async () => {
    for (inHand = ready(); inHand && !stopped; inHand = ready()) {
      if (!(await send(inHand))) break;
    }
    inHand = "";
  };

  const next = () => {
    pump ??= drain().finally(() => {
      pump = null;
      if (!tries && !stopped && ready()) next();
    });
    return pump;
  };

  /* A row's text is put into the queue; it is sent once the row is left. */
  const note = (row, isLeft) => {
    const code = codeOf(row);
    if (stands(row) && !row.matches(".sheet-refused")) {
      if (inHand !== code) delete waiting[code];
    } else {
      waiting[code] = { v: text(row, "v"), d: text(row, "d"), was: was(row).value, isLeft };
    }
  };

  const queue = (row) => {
    waiting[codeOf(row)] = { v: text(row, "v"), d: text(row, "d"), was: was(row).value, isLeft: true };
    keep();
    return next();
  };

  /* What was refused as it stands is not sent again and again. */
  const told = (row) => `${text(row, "v")}|${text(row, "d")}|${was(row).value}`;
  const leave = (row) => {
    clearTimeout(pause);
    if (row.matches(".sheet-refused") && row.dataset.told === told(row)) return;
    row.dataset.told = told(row);
    note(row, true);
    keep();
    next();
  };

  /* --- what people do -------------------------------------------------------------------------- */

  form.addEventListener("input", (event) => {
    if (!event.target.matches(".sheet-input")) return;
    const row = rowOf(event.target);
    clearTimeout(pause);
    pause = setTimeout(() => {
      note(row, waiting[codeOf(row)]?.isLeft ?? false);
      keep();
    }, 250);
  });

  form.addEventListener("focusout", (event) => {
    if (event.target.matches(".sheet-reason .form-control")) explain(event.target);
    if (!event.target.matches(".sheet-input")) return;
    const row = rowOf(event.target);
    if (event.relatedTarget?.matches?.(".sheet-input") && rowOf(event.relatedTarget) === row) return;
    leave(row);
  });

  /* Of a row that was left already the words come with the saved cell. */
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches(".sheet-input") && event.target !== document.activeElement) event.preventDefault();
  });

  /* The form's own buttons wait until every cell has its answer; one that was refused is shown instead. */
  let isReady = false;
  form.addEventListener("submit", async (event) => {
    if (isReady) return;
    event.preventDefault();
    for (const row of form.querySelectorAll(".sheet-row")) {
      if (was(row) && !stands(row)) leave(row);
    }
    await next();
    // A form that is still telling of its first submission hears of no second one.
    await new Promise((resolve) => { setTimeout(resolve); });
    const refused = form.querySelector(".sheet-refused .sheet-input");
    if (refused) {
      refused.focus();
      refused.select();
    } else if (!stopped && !ready()) {
      isReady = true;
      form.requestSubmit(event.submitter);
    }
  });

  addEventListener("online", () => {
    clearTimeout(timer);
    next();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const row of form.querySelectorAll(".sheet-row")) {
      if (was(row) && !stands(row)) leave(row);
    }
  });

  /* --- what was left behind --------------------------------------------------------------------- */

  for (const [code, entry] of Object.entries(waiting)) {
    const row = document.getElementById(`row-${code}`);
    if (!row && "alone" in form.dataset) {
      entry.isLeft = false; // of another body's row: it waits for the page with all of them
      continue;
    }
    const isThere = row && was(row) && !(text(row, "v") === entry.v && text(row, "d") === entry.d);
    if (!isThere) {
      delete waiting[code];
      continue;
    }
    if (cell(row, "v")) cell(row, "v").value = entry.v;
    if (cell(row, "d")) cell(row, "d").value = entry.d;
    entry.isLeft = true;
    mark(row, "waiting");
  }
  keep();
  next();
})();
