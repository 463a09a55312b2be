/* The pen of the minutes: what is typed is sent to the office a moment after the last key and lies on this machine until
   the office has it. A remark's key is made here, so that sending it twice keeps it once. What the other writer wrote is
   fetched every few seconds; when both changed one remark, both versions stand there and a person chooses. Without this
   script the form writes one remark at a time. */
(() => {
  const form = document.querySelector("form.pen");
  if (!form?.elements.text) return;
  const words = document.getElementById("saving").dataset;
  const line = document.getElementById("line");
  const list = document.getElementById("remarks");
  const state = document.getElementById("pen-state");
  const title = document.getElementById("pen-title");
  const penBoth = document.getElementById("pen-both");
  const others = document.getElementById("others");
  const { again, say, open, keep: putAway } = drawerOf(form.dataset.person);
  const PAUSE = 1500;
  const FETCH = 4000;
  const FIELDS = ["speaker", "kind", "agenda_item", "said_at", "text"];

  const waiting = open();
  const keep = () => putAway(waiting);
  const field = (name) => form.elements[name];
  const article = (key) => document.getElementById(`r-${key}`);
  let version = Number(form.dataset.version);

  /* --- the office's clock --------------------------------------------------------------------- */

  const opened = performance.now();
  const clock = () => {
    const [hours, minutes] = form.dataset.clock.split(":").map(Number);
    const now = (hours * 60 + minutes + Math.floor((performance.now() - opened) / 60000)) % 1440;
    return `${String(Math.floor(now / 60)).padStart(2, "0")}:${String(now % 60).padStart(2, "0")}`;
  };

  /* --- the pen -------------------------------------------------------------------------------- */

  const penKey = () => field("key").value;
  const typed = () => Object.fromEntries(FIELDS.map((name) => [name, field(name).value]));
  const isSame = (one, other) => FIELDS.every((name) => String(one[name] ?? "") === String(other[name] ?? ""));
  let stands = typed();

  const tell = (text, isHand = false) => {
    state.textContent = text;
    state.classList.toggle("hand", isHand);
  };

  const take = (key, entry, heading) => {
    field("key").value = key;
    for (const name of FIELDS) field(name).value = entry[name] ?? "";
    field("seen").value = entry.seen || "";
    title.textContent = heading;
    penBoth.replaceChildren();
    tell("");
  };

  const clear = () => {
    take(crypto.randomUUID(), { ...typed(), said_at: "", text: "", seen: "" }, words.next);
    stands = typed();
  };

  /* What stands in the pen goes into the queue; sent when it is left. */
  const note = (isLeft) => {
    const entry = typed();
    if (!entry.text.trim() || isSame(entry, stands)) return;
    if (!entry.said_at) {
      entry.said_at = clock();
      field("said_at").value = entry.said_at;
    }
    const before = waiting[penKey()];
    waiting[penKey()] = { ...entry, seen: field("seen").value, isLeft: isLeft || Boolean(before?.isLeft) };
    keep();
  };

  /* --- the remarks ---------------------------------------------------------------------------- */

  const make = (tag, name, text = "") => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };

  const show = (told) => {
    document.getElementById("no-remarks")?.remove();
    let place = article(told.key);
    if (!place) {
      place = make("article", "remark");
      place.id = `r-${told.key}`;
      list.append(place);
    }
    if (Number(place.dataset.version) >= told.version) return;
    Object.assign(place.dataset, {
      key: told.key, version: told.version, speaker: told.speaker, kind: told.kind, item: told.item, time: told.time,
      text: told.text,
    });
    place.classList.toggle("is-struck", told.struck);
    const who = make("p", "remark-who");
    who.append(make("b", "", told.who), " ", make("span", "", told.kindWord));
    const said = make("div", "remark-text");
    said.innerHTML = told.html; // made by the office from plain signs, through its list of allowed tags
    const deeds = make("p", "remark-deeds");
    const mend = make("a", "", words.mend);
    mend.href = `${form.dataset.minutes}y-kien/${told.key}/`;
    mend.dataset.mend = "";
    deeds.append(mend);
    const body = document.createElement("div");
    body.append(who, said, deeds);
    place.replaceChildren(make("time", "remark-time", told.time), body);
  };

  const entryOf = (told) => ({
    speaker: told.speaker, kind: told.kind, agenda_item: told.item, said_at: told.time, text: told.text, seen: told.version,
  });

  /* --- sending -------------------------------------------------------------------------------- */

  let tries = 0;
  let timer = 0;
  let pause = 0;
  let stopped = "";
  let pump = null;

  const tellLine = () => {
    const n = Object.keys(waiting).length;
    line.replaceChildren();
    if (stopped) {
      line.append(words[stopped], " ");
      const link = make("a", "", stopped === "signedOut" ? words.signIn : words.reload);
      link.href = stopped === "signedOut" ? words.signInUrl : location.href;
      line.append(link);
    } else if (tries && n) {
      line.textContent = say(words.queue, { n: String(n).padStart(2, "0") });
    }
  };

  const later = () => {
    tell(words.waiting);
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

  const post = (key, entry) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: field("csrfmiddlewaretoken").value });
    for (const name of FIELDS) body.set(name, entry[name]);
    body.set("seen", entry.seen || "0");
    return fetch(`${form.dataset.minutes}y-kien/${key}/luu/`, {
      method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", keepalive: true,
    });
  };

  const heard = (key, entry, told) => {
    const isInPen = key === penKey();
    const isUntouched = waiting[key] && isSame(waiting[key], entry);
    if (told.state === "saved") {
      show(told.remark);
      if (isUntouched) delete waiting[key];
      else if (waiting[key]) waiting[key].seen = told.remark.version;
      if (isInPen) {
        field("seen").value = told.remark.version;
        stands = { ...entry };
        penBoth.replaceChildren();
        tell(say(words.saved, { at: told.at }));
      }
    } else if (isUntouched) {
      delete waiting[key];
      if (told.state === "contested") offer(key, entry, told.theirs);
      else if (isInPen) tell(`${words.refused}: ${told.why}`, true);
      else ask(key, told.why, []);
    }
    keep();
  };

  const send = async (key) => {
    const entry = { ...waiting[key] };
    if (key === penKey()) tell(words.saving);
    let answer;
    try {
      answer = await post(key, entry);
    } catch {
      return later();
    }
    if (answer.status >= 500) return later();
    if (answer.ok) {
      tries = 0;
      heard(key, entry, await answer.json());
      tellLine();
      return true;
    }
    if (answer.status === 401) {
      words.signInUrl = (await answer.json()).sign_in;
      return stop("signedOut");
    }
    if (answer.status === 409) tell((await answer.json()).why, true);
    return stop("stale");
  };

  const ready = () => Object.keys(waiting).find((key) => waiting[key].isLeft);

  const drain = async () => {
    for (let key = ready(); key && !stopped; key = ready()) {
      if (!(await send(key))) break;
    }
  };

  const next = () => {
    pump ??= drain().finally(() => {
      pump = null;
      if (!tries && !stopped && ready()) next();
    });
    return pump;
  };

  const leave = () => {
    clearTimeout(pause);
    note(true);
    return next();
  };

  /* --- both changed one remark ---------------------------------------------------------------- */

  const ask = (key, sentence, choices) => {
    const place = key === penKey() ? penBoth : article(key) ?? penBoth;
    const box = make("div", "both");
    box.append(make("p", "hand", sentence));
    for (const [label, act] of choices) {
      if (typeof act === "string") {
        box.append(make("blockquote", "quoted", act));
        continue;
      }
      const button = make("button", "btn", label);
      button.type = "button";
      button.addEventListener("click", () => {
        box.remove();
        act();
      });
      box.append(button, " ");
    }
    place.querySelector(".both")?.remove();
    place.append(box);
  };

  const offer = (key, entry, theirs) => {
    const put = (text) => {
      const chosen = { ...entry, text, seen: theirs.version, isLeft: true };
      if (key === penKey()) {
        field("text").value = text;
        field("seen").value = theirs.version;
      }
      waiting[key] = chosen;
      keep();
      next();
    };
    show(theirs);
    ask(key, say(words.both, { by: theirs.by, at: theirs.at }), [
      ["", theirs.text],
      [words.theirs, () => { if (key === penKey()) { take(key, entryOf(theirs), title.textContent); stands = typed(); } }],
      [words.mine, () => put(entry.text)],
      [words.together, () => put(`${theirs.text}\n${entry.text}`)],
    ]);
  };

  /* --- the other writer ----------------------------------------------------------------------- */

  const fetchOthers = async () => {
    if (stopped || document.visibilityState === "hidden" || !navigator.onLine) return;
    let told;
    try {
      const url = `${form.dataset.minutes}tu/${version}/`;
      const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return;
      told = await answer.json();
    } catch {
      return;
    }
    if (told.version === version) return;
    version = told.version;
    let newest = null;
    for (const remark of told.remarks) {
      const isNews = Number(article(remark.key)?.dataset.version ?? 0) < remark.version;
      show(remark);
      const isMine = remark.by === form.dataset.name;
      if (isNews && !isMine) newest = remark;
      /* A pen that was not touched follows; one that was is asked when it is sent. */
      if (isNews && remark.key === penKey() && isSame(typed(), stands)) {
        take(remark.key, entryOf(remark), title.textContent);
        stands = typed();
      }
    }
    if (newest) others.textContent = say(words.other, { by: newest.by, at: newest.at });
  };
  setInterval(fetchOthers, FETCH);

  /* --- what people do ------------------------------------------------------------------------- */

  const speakers = [...form.querySelectorAll("[name=speaker]")];
  speakers.forEach((radio, place) => {
    if (place < 9) radio.nextElementSibling.prepend(make("kbd", "", place + 1));
  });
  form.querySelector(".pen-keys").hidden = false;

  const isTyping = (target) => target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

  document.addEventListener("keydown", (event) => {
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    const radio = digit && speakers[digit - 1];
    if (radio && !event.ctrlKey && !event.metaKey && (event.altKey || !isTyping(event.target))) {
      event.preventDefault();
      radio.checked = true;
      field("text").focus();
    } else if (event.key === "Enter" && event.ctrlKey && form.contains(event.target)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  form.addEventListener("input", () => {
    clearTimeout(pause);
    tell("");
    note(false);
    pause = setTimeout(leave, PAUSE);
  });

  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) leave();
  });

  /* Written down: the pen is free for the next speaker, whose digit may be pressed at once. */
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field("text").value.trim()) {
      field("text").focus();
      return;
    }
    leave();
    clear();
    (speakers.find((radio) => radio.checked) ?? speakers[0]).focus();
  });

  list.addEventListener("click", (event) => {
    const mend = event.target.closest("[data-mend]");
    if (!mend || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    leave();
    const told = mend.closest(".remark").dataset;
    const entry = waiting[told.key] ?? entryOf(told);
    take(told.key, { ...entry, seen: waiting[told.key]?.seen ?? told.version }, say(words.mending, { time: told.time }));
    stands = { ...entryOf(told) };
    field("text").focus();
  });

  addEventListener("online", () => {
    clearTimeout(timer);
    next();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else fetchOthers();
  });

  /* --- what was left behind -------------------------------------------------------------------- */

  for (const entry of Object.values(waiting)) entry.isLeft = true;
  keep();
  next();
})();
