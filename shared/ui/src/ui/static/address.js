// A page that came as the answer to a form takes the address it can be fetched from,
// so that reload and back show it again instead of asking to send the form again.
const own = document.querySelector('link[rel="canonical"]');
if (own) history.replaceState(null, "", own.href);
