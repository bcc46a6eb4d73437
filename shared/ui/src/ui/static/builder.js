// The builder without loading the page anew. Every form and link here works without this script; with it, what is written is
// saved at once, the page changes only where something changed, and the keyboard stays where it was.
const builder = document.querySelector(".builder");
const page = document.documentElement;
let queue = Promise.resolve();
let unsaved = 0;
let failed = false;
let writing = false; // whether a field holds words its form has not sent

const keyOf = (node) => (node.nodeType === 1 ? node.id || node.dataset.key || node.dataset.item || "" : "");
const control = (node) => node.matches?.("input:not([type=hidden]),textarea,select");
const valueOf = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value);
const snapshot = () => new Map([...builder.querySelectorAll("input,textarea,select")].map((field) => [field, valueOf(field)]));

// Makes `old` like `now`, and leaves alone what somebody has gone on writing in since it was sent.
function morph(old, now, sent) {
  if (old.nodeType !== now.nodeType || old.nodeName !== now.nodeName || keyOf(old) !== keyOf(now)) return old.replaceWith(now);
  if (old.nodeType !== 1) {
    if (old.data !== now.data) old.data = now.data;
    return;
  }
  for (const { name } of [...old.attributes]) if (!now.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (control(old)) {
    const touched = sent.has(old) && valueOf(old) !== sent.get(old);
    if (old.nodeName === "SELECT") {
      const chosen = old.value;
      children(old, now, sent);
      old.value = touched ? chosen : now.value;
    } else if (!touched) {
      if (old.type === "checkbox" || old.type === "radio") old.checked = now.checked;
      else if (old.value !== now.value) old.value = now.value;
    }
    return;
  }
  children(old, now, sent);
}

function children(old, now, sent) {
  const keyed = new Map([...old.children].filter(keyOf).map((child) => [keyOf(child), child]));
  let at = old.firstChild;
  for (const child of [...now.childNodes]) {
    const like = keyOf(child) ? keyed.get(keyOf(child)) : at && !keyOf(at) && at.nodeName === child.nodeName ? at : null;
    if (!like) old.insertBefore(child, at);
    else {
      if (like === at) at = at.nextSibling;
      else old.insertBefore(like, at);
      morph(like, child, sent);
    }
  }
  while (at) {
    const next = at.nextSibling;
    old.removeChild(at); // a form with a button called "remove" has no such method of its own
    at = next;
  }
}

function show(text, address, sent) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".builder");
  if (!fresh) throw new Error("no builder");
  const focused = document.activeElement?.id;
  const moved = fresh.dataset.open !== builder.dataset.open || fresh.dataset.sheet !== builder.dataset.sheet;
  const scrolled = document.getElementById("outline").scrollTop;
  if (moved) {
    children(document.getElementById("bar"), fresh.querySelector("#bar"), sent);
    children(document.getElementById("outline"), fresh.querySelector("#outline"), sent);
    document.getElementById("piece").replaceWith(fresh.querySelector("#piece"));
    Object.assign(builder.dataset, fresh.dataset);
  } else morph(builder, fresh, sent);
  document.getElementById("outline").scrollTop = scrolled;
  if (address && new URL(address).pathname === location.pathname) {
    const at = new URL(address);
    for (const name of ["done", "since", "pick"]) at.searchParams.delete(name);
    at.hash = "";
    if (moved) history.pushState(null, "", at);
    else history.replaceState(null, "", at);
  }
  refocus(focused, moved);
}

function refocus(focused, moved) {
  const trouble = builder.querySelector(".ds-error-summary,#conflict,#hanging,#gone");
  const begun = builder.querySelector("[data-begun]");
  const added = moved && builder.dataset.added && (document.getElementById("options/new") || document.getElementById("text"));
  const kept = focused && document.getElementById(focused);
  const next = trouble || begun || added || (kept && !kept.disabled && kept) || (moved && document.querySelector("#piece h2"));
  if (next && next !== document.activeElement) {
    if (next.tabIndex < 0) next.tabIndex = -1;
    next.focus({ preventScroll: Boolean(kept) });
  }
  builder.querySelector(".outline [aria-current]")?.scrollIntoView({ block: "nearest" });
}

// One after the other: what is written is saved before the next thing is done.
function then(ask) {
  unsaved += 1;
  queue = queue.then(ask).then(
    () => {
      unsaved -= 1;
      failed = false;
    },
    () => {
      unsaved -= 1;
      failed = true; // what was written still stands on the page, and goes along the next time
      document.getElementById("said").textContent = builder.dataset.failed;
    },
  );
  return queue;
}

const ask = async (address, wish, sent) => {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" }, ...wish });
  show(await answer.text(), answer.url, sent);
};

const post = (form, act) =>
  then(() => {
    if (!form.isConnected) form = document.getElementById(form.id) || form;
    const body = new URLSearchParams(new FormData(form));
    if (act) body.set(...act);
    return ask(form.getAttribute("action"), { method: "POST", body, keepalive: true }, snapshot());
  });

builder.addEventListener("change", ({ target }) => {
  writing = false;
  const form = target.closest("form[data-autosave]");
  if (form) post(form, ["act", target.dataset.act || "save"]);
});
builder.addEventListener("input", ({ target }) => (writing = Boolean(target.closest("form[data-autosave]"))));
builder.addEventListener("focusout", () => (writing = false));

builder.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.enctype === "multipart/form-data") return;
  event.preventDefault();
  const act = event.submitter?.name ? [event.submitter.name, event.submitter.value] : null;
  if (form.method === "get") return;
  post(form, act);
});

builder.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.pathname !== location.pathname) return;
  if (link.search === location.search && link.hash) return;
  event.preventDefault();
  then(() => ask(link.href.split("#")[0], {}, snapshot()));
});

addEventListener("popstate", () => {
  const address = location.href;
  if (writing) document.activeElement.blur(); // the back button leaves a field without its change being told
  then(() => ask(address, {}, snapshot()));
});
addEventListener("beforeunload", (event) => (unsaved || failed || writing) && event.preventDefault());

// The types that have all the words somebody writes.
builder.addEventListener("input", ({ target }) => {
  if (target.id !== "find") return;
  const words = target.value.toLowerCase().split(/\s+/);
  let found = 0;
  for (const group of builder.querySelectorAll(".group")) {
    const picks = [...group.querySelectorAll("li")];
    for (const pick of picks) pick.hidden = !words.every((word) => pick.dataset.words.includes(word));
    group.hidden = picks.every((pick) => pick.hidden);
    found += !group.hidden;
  }
  builder.querySelector(".nothing").hidden = found > 0;
});

// Dragging is the same move as the list of places.
let dragged = null;
const lineAt = ({ target }) => target.closest?.(".line");
const marks = (line, ...names) => {
  for (const other of builder.querySelectorAll(".before,.after")) other.classList.remove("before", "after");
  line?.classList.add(...names);
};
builder.addEventListener("pointerdown", (event) => {
  const line = lineAt(event);
  if (line) line.draggable = true;
});
builder.addEventListener("dragstart", (event) => {
  dragged = lineAt(event);
  dragged?.classList.add("dragged");
});
builder.addEventListener("dragover", (event) => {
  const line = lineAt(event);
  if (!dragged || !line || line === dragged) return;
  event.preventDefault();
  const box = line.getBoundingClientRect();
  marks(line, event.clientY < box.top + box.height / 2 ? "before" : "after");
});
builder.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  marks(null);
  dragged = null;
});
builder.addEventListener("drop", (event) => {
  const line = lineAt(event);
  if (!dragged || !line) return;
  event.preventDefault();
  const lines = [...line.parentElement.querySelectorAll(":scope > .line")].filter((other) => other !== dragged);
  const after = lines[lines.indexOf(line) - line.classList.contains("before")];
  const to = `section/${line.parentElement.dataset.into}:${after ? after.dataset.question : ""}`;
  const said = { open: `question/${dragged.dataset.question}`, act: "move", to, at: builder.dataset.at };
  then(() => ask(builder.dataset.move, { method: "POST", body: new URLSearchParams(said) }, snapshot()));
});

page.classList.add("scripted");
