// Keeps the stand's page and its files, so that it opens without a network. What people write never comes here.
const KEPT = "stand";
const PATIENCE = 4_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => event.waitUntil(keep(event.data, event.ports[0])));

async function keep(addresses, told) {
  const kept = await caches.open(KEPT);
  const wanted = [...new Set(addresses.map((address) => new URL(address, self.location.origin).href))];
  const fetched = await Promise.all(wanted.map(fresh));
  await Promise.all(wanted.map((address, n) => fetched[n] && kept.put(address, fetched[n])));
  if (fetched.every(Boolean)) {
    const old = (await kept.keys()).filter((request) => !wanted.includes(request.url));
    await Promise.all(old.map((request) => kept.delete(request)));
  }
  told.postMessage("kept");
}

async function fresh(address) {
  try {
    const answer = await fetch(address, { credentials: "omit" });
    return answer.ok && !answer.redirected ? answer : null;
  } catch {
    return null;
  }
}

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !(pathname.startsWith("/stand/") || pathname.startsWith("/static/"))) return;
  event.respondWith(pathname.startsWith("/static/") ? keptFirst(event.request) : networkFirst(event.request));
});

const known = (request) => caches.match(request, { ignoreVary: true });

async function keptFirst(request) {
  return (await known(request)) ?? fetch(request);
}

async function networkFirst(request) {
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  return answer ?? (await known(request)) ?? (await caches.match(new URL(request.url).pathname, { ignoreVary: true })) ?? fetch(request);
}
