// The stand's form: one person after another, with or without a network. What somebody writes is sealed to the panel's key before
// it is put down, so that a tablet that is lost shows nothing; it is deleted when the panel says that it has it.
const form = document.querySelector("form[data-stand]");
const rules = JSON.parse(form.dataset.stand);
const said = document.getElementById("said");
const thanks = document.getElementById("thanks");
const able = Boolean(window.crypto?.subtle && window.indexedDB && navigator.locks); // else it is the ordinary form
const LARGEST_BATCH = 50;
const LARGEST_BODY = 50_000;
const LONGEST_SEALED = 6_000;
const IDLE = 60_000;
const PATIENCE = 4_000;
const LONGEST_ANSWER = 30_000;
const LONGEST_PAUSE = 60_000;
let pause = 2_000;
let timer;

// --- what waits --------------------------------------------------------------------------------------------------

const asPromise = (asked) => new Promise((done, failed) => {
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});

function open() {
  const asked = indexedDB.open("stand", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("waiting", { keyPath: "id" });
    asked.result.createObjectStore("refused"); // how many, by the reason they were given
  };
  return asPromise(asked);
}

async function within(mode, work) {
  const database = await open();
  try {
    const transaction = database.transaction(["waiting", "refused"], mode, { durability: "strict" });
    const done = new Promise((end, failed) => {
      transaction.oncomplete = end;
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
    const result = await work(transaction.objectStore("waiting"), transaction.objectStore("refused"));
    await done;
    return result;
  } finally {
    database.close();
  }
}

// --- sealing -----------------------------------------------------------------------------------------------------

const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const decode = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

async function sealed(id, written) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", decode(form.dataset.key), curve, false, []);
  const ours = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("samrad.stand.v1");
  const how = { name: "HKDF", hash: "SHA-256", salt: point, info };
  const key = await crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const place = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(id) };
  const text = JSON.stringify(written);
  const filled = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 512) * 512)); // a length tells little
  return encode(new Uint8Array([...point, ...iv, ...new Uint8Array(await crypto.subtle.encrypt(place, key, filled))]).buffer);
}

// --- the form ----------------------------------------------------------------------------------------------------

function written() {
  const data = new FormData(form);
  const own = [...data].filter(([name]) => name.startsWith("extra."));
  const names = ["name", "email", "gender", "birth_year", "area", "consent", "campaign", "language"];
  return {
    ...Object.fromEntries(names.map((name) => [name, data.get(name) ?? ""])),
    interests: data.getAll("interests"),
    extra: Object.fromEntries(own.map(([name, value]) => [name.slice(6), value])),
  };
}

// The age comes first: of somebody who is too young nothing else is even looked at.
function problems() {
  const data = new FormData(form);
  const year = (data.get("birth_year") ?? "").trim();
  const age = new Date().getFullYear() - Number(year);
  const given = /^[0-9]{4}$/.test(year);
  if (given && age >= 0 && age < rules.youngest) return [["birth_year", rules.too_young]];
  return rules.checks.filter(([name, required]) => {
    const value = (data.get(name) ?? "").trim();
    if (name === "birth_year") return !given || age < rules.youngest || age > rules.oldest;
    if (name === "email") return !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);
    return required && !value;
  }).map(([name, , text]) => [name, text]);
}

function tell(wrong) {
  for (const old of document.querySelectorAll(".ds-error-summary, .ds-validation-message")) old.remove();
  for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
  for (const old of form.querySelectorAll(".wrong")) old.classList.remove("wrong");
  for (const control of form.querySelectorAll("[data-described]")) control.setAttribute("aria-describedby", control.dataset.described);
  if (wrong.length) show(wrong);
}

function show(wrong) {
  thanks.hidden = true;
  const summary = made("div", { className: "ds-error-summary", role: "alert", tabIndex: -1 });
  const title = wrong.length === 1 ? form.dataset.oneWrong : form.dataset.manyWrong.replace("%(num)s", wrong.length);
  const list = made("ul");
  summary.append(made("h2", { textContent: title }), list);
  for (const [name, text] of wrong) {
    const item = made("li");
    item.append(made("a", { className: "ds-link", href: `#${name}`, textContent: text }));
    list.append(item);
    mark(name, text);
  }
  form.before(summary);
  summary.focus();
}

function mark(name, text) {
  const first = document.getElementById(name);
  if (!first) return;
  const group = first.closest("fieldset") ?? first;
  const field = first.closest("fieldset") ?? first.closest(".ds-field");
  const message = made("p", { className: "ds-validation-message", id: `${name}-error`, textContent: text });
  field.classList.add("wrong");
  (field.querySelector(".help, legend, label") ?? field.firstChild).after(message);
  group.setAttribute("aria-invalid", "true");
  group.dataset.described ??= group.getAttribute("aria-describedby") ?? "";
  group.setAttribute("aria-describedby", `${group.dataset.described} ${message.id}`.trim());
}

const made = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

function empty() {
  form.reset();
  tell([]);
}

function next() {
  empty();
  thanks.hidden = false;
  thanks.focus();
  scrollTo(0, 0);
}

form.addEventListener("submit", async (event) => {
  if (!able) return;
  event.preventDefault();
  const wrong = problems();
  tell(wrong);
  if (wrong.length || form.inert) return;
  form.inert = true; // pressed twice is sent once
  try {
    const own = { id: crypto.randomUUID() };
    if (!form.elements[rules.trap].value) {
      const item = { id: own.id, sealed: await sealed(own.id, written()) };
      if (item.sealed.length > LONGEST_SEALED) throw new RangeError("too long");
      await within("readwrite", (waiting) => asPromise(waiting.put(item)));
    }
    await Promise.race([send(own), new Promise((done) => setTimeout(done, PATIENCE))]);
    own.id = null; // what comes later is counted: its writer has gone
    if (own.refused) tell(own.refused);
    else next();
  } catch {
    tell([["name", form.dataset.notKept]]);
  } finally {
    form.inert = false;
    await report();
  }
});

// --- sending -----------------------------------------------------------------------------------------------------

// One at a time over all the tablet's windows. `own` is told in the form, the others' refusals are counted.
const send = (own = {}) => navigator.locks.request("stand", async () => {
  let proof = "";
  for (;;) {
    const items = batch(await within("readonly", (waiting) => asPromise(waiting.getAll(null, LARGEST_BATCH))));
    if (!items.length) break;
    const answer = await ask(items, proof);
    if (!answer) break;
    await keep(answer.results, own);
    if (answer.results.length) pause = 2_000;
    if (!answer.challenge && !answer.results.length) break;
    proof = answer.challenge ? await (await import(form.dataset.proof)).solve(answer.challenge) : "";
  }
  await report();
});

function batch(items) {
  let size = 0;
  return items.filter(({ sealed: text }) => (size += text.length + 100) < LARGEST_BODY);
}

async function ask(items, proof) {
  try {
    const language = form.elements.language.value;
    const answer = await fetch(`${form.dataset.send}?lang=${language}`, {
      method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ items, proof }),
      signal: AbortSignal.timeout(LONGEST_ANSWER),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // no network: it is asked again
  }
}

const keep = (results, own) => within("readwrite", async (waiting, refused) => {
  for (const { id, status, problems: wrong } of results) {
    waiting.delete(id);
    if (status !== "refused") continue;
    if (id === own.id) {
      own.refused = wrong;
      continue;
    }
    const reason = wrong[0][1];
    refused.put(((await asPromise(refused.get(reason))) ?? 0) + 1, reason);
  }
});

async function report() {
  const [count, reasons, counts] = await within("readonly", (waiting, refused) => Promise.all(
    [waiting.count(), refused.getAllKeys(), refused.getAll()].map(asPromise),
  ));
  const waits = count === 1 ? said.dataset.one : said.dataset.many.replace("%(count)s", count);
  const text = count ? waits : said.dataset.none;
  if (said.textContent !== text) said.textContent = text;
  said.dataset.waiting = count;
  document.getElementById("refused").hidden = !reasons.length;
  document.getElementById("reasons").replaceChildren(
    ...reasons.map((reason, n) => made("li", { textContent: `${counts[n]}: ${reason}` })),
  );
  clearTimeout(timer);
  if (count) timer = setTimeout(again, pause);
}

async function again() {
  pause = Math.min(pause * 2, LONGEST_PAUSE);
  await send();
}

document.getElementById("seen").addEventListener("click", async () => {
  await within("readwrite", (_, refused) => asPromise(refused.clear()));
  await report();
});

addEventListener("online", () => {
  pause = 2_000;
  if (able) send();
});

// --- nothing is left lying about ---------------------------------------------------------------------------------

let idle;
function touched() {
  clearTimeout(idle);
  idle = setTimeout(empty, IDLE);
}
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touched, { passive: true });
form.addEventListener("input", () => { thanks.hidden = true; });
addEventListener("pageshow", empty);

// --- the page itself, for when there is no network ---------------------------------------------------------------

async function keepThePage() {
  const worker = await navigator.serviceWorker.register("/stand/worker.js");
  await navigator.serviceWorker.ready;
  const pages = [...document.querySelectorAll(".languages a")].map((link) => link.href);
  const files = performance.getEntriesByType("resource").map((entry) => entry.name);
  const own = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.href);
  const script = new URL(form.dataset.proof, location.href).href;
  const wanted = [location.pathname, ...pages, ...own, script, ...files.filter((name) => !name.includes("/api/"))];
  const answer = new MessageChannel();
  answer.port1.onmessage = () => document.documentElement.setAttribute("data-kept", "");
  (worker.active ?? navigator.serviceWorker.controller).postMessage(wanted, [answer.port2]);
}

if (able) {
  navigator.storage?.persist?.();
  await report();
  send();
  if ("serviceWorker" in navigator) await keepThePage();
}
