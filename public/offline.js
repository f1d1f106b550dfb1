// What goes on when the connection breaks: what is typed is kept on the server while it is typed, and beside the form stands whether it
// is. On every page, without the page's program: it works before that is there.
//
// Nothing that was typed is kept in the browser. A telephone is shared in many families, and a child's document number in its storage
// would outlive the sign-out. In the session storage, which goes with the tab, stands for an address at what time the server had
// everything, so that the offline page can say it; sending the form and signing out take it away.
"use strict";
(() => {
  /** After the last key, in milliseconds. */
  const PAUSE = 1500;
  /** How long is waited before it is tried again, in milliseconds: longer each time. */
  const AGAIN = [5_000, 10_000, 20_000, 40_000, 60_000];
  /** After so long nobody answers any more. */
  const PATIENCE = 15_000;
  const NOTE = "kept:";
  /** What is followed. No password, no file, nothing hidden; the server leaves codes out by their names besides. */
  const TYPED = new Set(["text", "search", "tel", "email", "url", "number", "date", "textarea", "select-one", "checkbox", "radio"]);

  const forms = new Map();
  const line = (form) => form.querySelector("[data-draft]");
  /** Notes for an address at what time the server had everything; without a time, that there is nothing to be said of it any more. */
  const note = (path, time) => {
    try {
      if (time) sessionStorage.setItem(NOTE + path, time);
      else sessionStorage.removeItem(NOTE + path);
    } catch {
      // Storage that is switched off has nothing to say later.
    }
  };

  /** Whose page it is. Somebody else may sign in in another tab meanwhile: what is typed here is not his, and the server takes it from nobody
   * but the account whose page it was. */
  const whose = () => document.querySelector("[data-whose]")?.dataset.whose ?? "";

  /** Tells the other tabs that somebody signed out; a browser of some years ago has no such channel, and the server refuses. */
  const others = "BroadcastChannel" in window ? new BroadcastChannel("sign-out") : null;

  /** The field as the form's state knows it: `values[name]` is `name`; why an item is not accepted (`refused[item]`) has its whole name. A list of ticks has no single value and is left out, and so is what
   * nobody may find chosen (`data-unkept`). */
  function field(control) {
    if (control.closest("[data-unkept]")) return null;
    const name = /^values\[([^[\]]+)\]$/.exec(control.name)?.[1] ?? control.name;
    const single = !name.includes("[") || name.startsWith("refused[");
    return TYPED.has(control.type) && name && single ? name : null;
  }

  /** What was typed: the fields that were touched, and of a form that begins empty every one that holds something. */
  function typed(state) {
    const body = new URLSearchParams({ form: line(state.form).dataset.draft, whose: state.whose });
    const whole = "whole" in line(state.form).dataset;
    for (const control of state.form.elements) {
      const name = field(control);
      if (name === null || !(state.touched.has(name) || whole)) continue;
      const ticks = control.type === "checkbox" || control.type === "radio";
      const value = ticks && !control.checked ? "" : control.value;
      // Of several with one name the one that is chosen counts.
      if (control.type === "radio" && !control.checked) continue;
      if (value !== "" || state.touched.has(name)) body.set(`values[${name}]`, value);
    }
    return body;
  }

  /** Says how it stands. The words are the page's, in its language. */
  function say(state, words, time) {
    const place = line(state.form);
    if (!place) return;
    const said = (place.dataset[words] ?? "").replace("{}", time ?? "");
    // The same words twice are no news.
    if (place.textContent !== said) place.textContent = said;
    if (words) place.dataset.state = words;
    else delete place.dataset.state;
  }

  /** Sends what was typed; `byItself` where nobody typed a moment ago, so that it keeps no session alive. */
  function save(state, { byItself = false, leaving = false } = {}) {
    clearTimeout(state.timer);
    if (!line(state.form)) return Promise.resolve();
    state.dirty = false;
    const headers = { accept: "application/json", ...(byItself ? { "x-by-itself": "1" } : {}) };
    const body = typed(state);
    // Where it was typed: the page may be another one when the answer comes.
    const { path } = state;
    // A browser of some years ago has no such signal, and waits as long as it waits.
    const signal = AbortSignal.timeout?.(PATIENCE);
    const sent = fetch("/api/keep_typed", { method: "POST", headers, body, keepalive: leaving, signal });
    const sending = sent
      .then(async (answer) => {
        if (answer.status >= 500) return again(state, "later");
        state.lost = false;
        state.tries = 0;
        if (answer.ok) {
          const time = await answer.json();
          // Whoever signed out meanwhile has left nothing, and leaves nothing afterwards.
          if (forms.get(state.form) === state) note(path, time);
          // What was typed meanwhile is not saved yet, and says so in a moment.
          if (state.dirty) later(state);
          else say(state, "saved", time);
        } else say(state, answer.status === 401 ? "ended" : "refused");
      })
      .catch(() => again(state, "lost"))
      .finally(() => {
        if (state.sending === sending) state.sending = null;
      });
    state.sending = sending;
    return sending;
  }

  function again(state, words) {
    state.lost = true;
    say(state, words);
    const wait = AGAIN[Math.min(state.tries, AGAIN.length - 1)];
    state.tries += 1;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => state.form.isConnected && save(state, { byItself: true }), wait);
  }

  /** Those that stand in the page; a form that the page has put away is forgotten. */
  function open(which) {
    for (const [form, state] of forms) {
      if (form.isConnected) continue;
      clearTimeout(state.timer);
      forms.delete(form);
    }
    return [...forms.values()].filter(which);
  }

  function touched(event) {
    const control = event.target;
    const form = control.form;
    if (!form || !line(form) || field(control) === null) return;
    const fresh = () => ({ form, path: "", whose: whose(), touched: new Set(), tries: 0, lost: false, dirty: false, sending: null, timer: 0, held: false, passes: false });
    const state = forms.get(form) ?? fresh();
    forms.set(form, state);
    state.touched.add(field(control));
    state.dirty = true;
    state.path = location.pathname;
    // While the connection is gone the next try is set already, and the words stand.
    if (!state.lost) later(state);
  }

  /** Saves after a pause, one after the other. */
  function later(state) {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => (state.sending ?? Promise.resolve()).then(() => state.dirty && save(state)), PAUSE);
  }
  for (const kind of ["input", "change"]) addEventListener(kind, touched, true);

  addEventListener("online", () => open((state) => state.lost).forEach((state) => save(state, { byItself: true })));
  addEventListener("offline", () => open((state) => state.dirty && !state.lost).forEach((state) => again(state, "lost")));

  // A form goes its own way once nothing of it is under way: a save that came after it would bring back what was sent. Where the
  // connection is gone it stays, and so does what was typed.
  addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      // By its attribute: a control that is called `action` stands before the form's own.
      if (form.getAttribute("action")?.endsWith("/api/sign_out")) {
        forget();
        others?.postMessage("");
      }
      if (!throwAway(event)) return;
      const state = forms.get(form);
      if (!state) {
        // Sent as it was found: what is noted of it is over too.
        if (line(form)) note(location.pathname);
        return;
      }
      if (state.passes || (!state.sending && !state.lost && navigator.onLine)) {
        clearTimeout(state.timer);
        state.passes = false;
        state.dirty = false;
        note(state.path);
        say(state, "");
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (state.held) return;
      state.held = true;
      const by = event.submitter ?? undefined;
      (state.sending ?? save(state)).then(() => {
        state.held = false;
        state.passes = !state.lost && form.isConnected;
        if (state.passes) form.requestSubmit(by);
      });
    },
    true,
  );

  /** A form that throws another one away goes once nothing of that one is under way, and nothing of it is saved any more. Gives whether it goes. */
  function throwAway(event) {
    const form = event.target;
    const thrown = form.querySelector("[data-drops]")?.dataset.drops;
    const states = [...forms.values()].filter((state) => thrown !== undefined && line(state.form)?.dataset.draft === thrown);
    for (const state of states) {
      clearTimeout(state.timer);
      state.dirty = false;
      state.lost = false;
    }
    const sending = states.map((state) => state.sending).filter((one) => one !== null);
    if (sending.length > 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const by = event.submitter ?? undefined;
      Promise.all(sending).then(() => form.isConnected && form.requestSubmit(by));
      return false;
    }
    for (const state of states) {
      note(state.path);
      forms.delete(state.form);
    }
    return true;
  }

  /** Whoever signs out leaves nothing of what was done here. */
  function forget() {
    for (const state of forms.values()) clearTimeout(state.timer);
    forms.clear();
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(NOTE)) sessionStorage.removeItem(key);
    } catch {
      // As above.
    }
  }

  others?.addEventListener("message", () => {
    for (const state of forms.values()) say(state, "ended");
    forget();
  });

  // Leaving: what the server has waits there, so it is sent once more and nobody is stopped. Whoever would lose what could not be sent is
  // asked.
  const unsent = () => open((state) => state.lost);
  const flush = () => open((state) => state.dirty && !state.lost).forEach((state) => save(state, { leaving: true }));
  addEventListener("beforeunload", (event) => {
    if (unsent().length) event.preventDefault();
  });
  addEventListener("pagehide", flush);
  addEventListener("popstate", flush, true);
  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!link || link.target === "_blank" || link.getAttribute("href").startsWith("#")) return;
      flush();
      const [state] = unsent();
      if (!state || confirm(line(state.form).dataset.leave)) {
        // Who said so once is not asked a second time by the browser.
        for (const one of unsent()) forms.delete(one.form);
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  // The offline page says it in each of its languages.
  const offline = document.querySelectorAll("[data-offline]");
  if (offline.length) {
    addEventListener("online", () => location.reload());
    // The browser may have said so before this page was there, or it was the server that was away.
    let tries = 0;
    const look = () => setTimeout(() => fetch("/healthz", { cache: "no-store" }).then((answer) => (answer.ok ? location.reload() : look()), look), AGAIN[Math.min(tries++, AGAIN.length - 1)]);
    look();
    let time;
    try {
      time = sessionStorage.getItem(NOTE + location.pathname);
    } catch {
      // As above.
    }
    for (const place of time ? offline : []) {
      place.textContent = place.dataset.offline.replace("{}", time);
      place.hidden = false;
    }
  } else if ("serviceWorker" in navigator) {
    // Asked for past the browser's cache, so that a new release is noticed with the next page. A browser that refuses goes on without.
    addEventListener("load", () => navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {}));
  }
})();
