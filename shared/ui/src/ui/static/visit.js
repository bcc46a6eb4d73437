// The page of a campaign was opened: one more, of nobody. No cookie goes along; another language is the same visit.
if (!new URLSearchParams(location.search).has("lang"))
  fetch(`${location.pathname}/visits`, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
