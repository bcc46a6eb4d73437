// Makes some questions handier where scripts run. Without this they are answered by their lists and fields, which stay
// on the page and are what is sent.
const byId = (id) => document.getElementById(id);
const put = (text, n) => text.replace("[n]", n);
const figures = new Intl.NumberFormat(document.documentElement.lang);
const amount = (text) => {
  const plain = text.replace(/\s/g, "").replace(",", ".").replace("\u2212", "-");
  return plain === "" ? NaN : Number(plain);
};

// How much room is left in a text; said when the typing rests.
for (const told of document.querySelectorAll("[data-room]")) {
  const field = byId(told.dataset.room), { most, left, over } = told.dataset;
  let rest;
  const count = () => {
    const room = most - [...field.value.trim()].length;
    told.textContent = put(room < 0 ? over : left, figures.format(Math.abs(room)));
  };
  told.setAttribute("aria-live", "polite");
  field.addEventListener("input", () => { clearTimeout(rest); rest = setTimeout(count, 500); });
  if (field.value) count();
}

// A slider beside its number: unanswered until it is touched.
for (const slider of document.querySelectorAll("[data-slides]")) {
  const field = byId(slider.dataset.slides), comma = figures.format(1.5)[1];
  const follow = () => {
    const unset = Number.isNaN(amount(field.value));
    slider.classList.toggle("unset", unset);
    if (unset) return slider.setAttribute("aria-valuetext", slider.dataset.unset);
    slider.removeAttribute("aria-valuetext");
    slider.value = amount(field.value);
  };
  const lead = () => { field.value = slider.value.replace(".", comma); follow(); };
  for (const moved of ["input", "click"]) slider.addEventListener(moved, lead);
  field.addEventListener("input", follow);
  slider.hidden = false;
  follow();
}

// What is left of a sum to deal out.
for (const group of document.querySelectorAll("[data-total]")) {
  const told = group.querySelector(".sum strong"), { total, left, over, done } = group.dataset;
  const add = () => {
    const dealt = [...group.querySelectorAll("input")].reduce((sum, field) => sum + (amount(field.value) || 0), 0);
    const rest = Math.round((total - dealt) * 1e6) / 1e6;
    group.classList.toggle("met", rest === 0);
    told.textContent = rest === 0 ? done : put(rest > 0 ? left : over, figures.format(Math.abs(rest)));
  };
  group.addEventListener("input", add);
  add();
}

// Putting things in order by buttons; the lists follow, out of sight.
for (const group of document.querySelectorAll("[data-places]")) {
  const list = group.querySelector("ol"), said = document.createElement("p"), { places, place, put: set, up, down, off, none } = group.dataset;
  const chosen = (row) => row.querySelector("select").value;
  said.className = "ds-sr-only";
  said.setAttribute("role", "status");
  group.append(said);
  const rows = [...list.children], name = (row) => row.querySelector(".what").textContent;
  for (const row of rows) {
    const label = row.querySelector("label"), what = document.createElement("span");
    what.className = "what";
    what.append(...label.childNodes);
    label.replaceWith(what);
    row.querySelector("select").hidden = true;
  }
  const ranked = () => rows.filter(chosen).sort((one, other) => chosen(one) - chosen(other));
  const order = (wanted, moved, what) => {
    rows.forEach((row) => { row.querySelector("select").value = wanted.indexOf(row) + 1 || ""; });
    draw();
    if (!moved) return;
    said.textContent = `${name(moved)}: ${chosen(moved) ? put(place, chosen(moved)) : none}`;
    (moved.querySelector(`[data-does="${what}"]:not([aria-disabled])`) || moved.querySelector("button:not([aria-disabled])"))?.focus();
  };
  const button = (row, what, text, works, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.dataset.does = what;
    made.textContent = text;
    made.setAttribute("aria-label", `${text}: ${name(row)}`);
    if (works) made.addEventListener("click", act); else made.setAttribute("aria-disabled", "true");
    return made;
  };
  const draw = () => {
    const now = ranked();
    for (const row of [...now, ...rows.filter((row) => !chosen(row))]) {
      row.querySelectorAll(".moves,.place").forEach((old) => old.remove());
      const at = now.indexOf(row), moves = document.createElement("span");
      const swap = (step) => { const next = [...now]; next.splice(at, 1); next.splice(at + step, 0, row); return next; };
      moves.className = "moves";
      row.classList.toggle("placed", at >= 0);
      if (at >= 0) {
        const badge = document.createElement("span");
        badge.className = "place";
        badge.textContent = at + 1;
        row.prepend(badge);
        moves.append(
          button(row, "up", up, at > 0, () => order(swap(-1), row, "up")),
          button(row, "down", down, at < now.length - 1, () => order(swap(1), row, "down")),
          button(row, "off", off, true, () => order(now.filter((other) => other !== row), row, "put")),
        );
      } else if (now.length < places) {
        moves.append(button(row, "put", put(set, now.length + 1), true, () => order([...now, row], row, "up")));
      }
      row.append(moves);
      list.append(row);
    }
  };
  if (new Set(ranked().map(chosen)).size === ranked().length) order(ranked());
  else draw();
}
