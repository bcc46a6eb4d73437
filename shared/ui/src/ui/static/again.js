// What stands in #again is fetched again each second while there is something to wait for; when it is gone, the page is.
const wait = () => setTimeout(async () => {
  try {
    const text = await (await fetch(location.href)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("again");
    if (!fresh) return location.reload();
    document.getElementById("again").replaceWith(fresh);
  } catch {}
  wait();
}, 1000);
wait();
