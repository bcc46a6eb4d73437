// Keeps the figures on a staff page fresh: asks twice a second while the page is seen, so that an answer is
// shown within one, and says nothing while nothing changed.
const region = document.querySelector("[data-live]");
let tag = region.dataset.tag;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(region.dataset.live, { headers: { "If-None-Match": tag }, credentials: "same-origin" });
  if (answer.status !== 200 || !answer.headers.get("ETag")) return;
  const html = await answer.text();
  if (region.contains(document.activeElement)) return; // never take the place of what is being read by keyboard
  tag = answer.headers.get("ETag");
  region.innerHTML = html;
}

document.querySelectorAll("[data-without-script]").forEach((element) => element.remove());
setInterval(() => refresh().catch(() => {}), 500);
