/* A questionnaire's rules in the browser: the same answers lead to the same page as on the server, which has the last word.
   samradEngine.apply(rules, answers, seed, today): what is shown, kept and refused; rules come from questionnaire/browser_rules.py.
   samradEngine.value(expression, answers, today). No eval: expressions are data. Each part is said first in surveys/logic/. */
"use strict";
(() => {
  const own = (o, k) => (o != null && Object.prototype.hasOwnProperty.call(o, k) ? o[k] ?? null : null);
  const rowsOf = (o) => Object.keys(o).sort().map((k) => o[k]);
  const isList = Array.isArray;
  const isRows = (v) => v !== null && typeof v === "object" && !isList(v);
  const isText = (v) => typeof v === "string";
  const isNumber = (v) => typeof v === "number";

  // logic/values.py
  const NUMBER = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?$/;
  const empty = (v) => v == null || v === "" || (isList(v) ? !v.length : isRows(v) && Object.values(v).every(empty));
  const truth = (v) => v === true || (v !== false && v !== 0 && !empty(v));
  const tidy = (n) => (Number.isFinite(n) ? n + 0 : null);
  const size = (s) => [...s].length;
  const bounded = (v) => ((isText(v) ? v.length > 10000 && size(v) > 10000 : isList(v) && v.length > 1000) ? null : v);
  const num = (v) => {
    if (isNumber(v)) return v;
    if (typeof v === "boolean") return +v;
    if (!isText(v)) return null;
    const t = v.trim();
    return !NUMBER.test(t) || (t.length > 15 && /^\d+$/.test(t)) ? null : tidy(Number(t.replace(",", ".")));
  };
  const read = (v) => {
    if (!isText(v) || !v) return v;
    const low = v.toLowerCase();
    if (low === "true" || low === "false") return low === "true";
    return v[0] === "0" && v.length > 1 && v[1] !== "." && v[1] !== "," ? v : num(v) ?? v;
  };
  const text = (v) => (v == null ? "" : isList(v) ? v.map(text).join(", ") : isRows(v) ? text(rowsOf(v)) : String(v));
  const plain = (s) => s.trim().toLowerCase();
  const ranked = (l) => [...l].sort((a, b) => ((a = text(a)), (b = text(b)), a < b ? -1 : a > b ? 1 : 0));
  const equal = (x, y) => {
    if (isText(x) && isText(y)) return plain(x) === plain(y);
    if (empty(x) || empty(y)) return empty(x) && empty(y);
    if (isList(x) && isList(y)) {
      if (x.length !== y.length) return false;
      const other = ranked(y);
      return ranked(x).every((v, i) => equal(v, other[i]));
    }
    if (isRows(x) && isRows(y)) {
      const keys = Object.keys(x);
      return keys.length === Object.keys(y).length && keys.every((k) => k in y && equal(x[k], y[k]));
    }
    if (typeof x === "object" || typeof y === "object") return false;
    if (typeof x === "boolean" && isText(y)) return String(x) === y.toLowerCase();
    if (typeof y === "boolean" && isText(x)) return String(y) === x.toLowerCase();
    const n = num(x);
    return n !== null && n === num(y);
  };
  const before = (x, y) => {
    if (empty(x) || empty(y) || typeof x === "object" || typeof y === "object") return false;
    if (isText(x) && isText(y)) return x < y;
    const [low, high] = [num(x), num(y)];
    return low !== null && high !== null && low < high;
  };
  const contains = (whole, part) => {
    if (isList(whole)) {
      return whole.length > 0 && (isList(part) ? part : [part]).every((p) => whole.some((one) => equal(one, p)));
    }
    return !empty(whole) && !empty(part) && !isRows(whole) && text(whole).toLowerCase().includes(text(part).toLowerCase());
  };
  const anyOf = (whole, parts) => {
    if (empty(whole) || empty(parts)) return empty(parts);
    if (!isList(whole)) return contains(parts, whole);
    return isList(parts) ? parts.some((p) => contains(whole, p)) : contains(whole, parts);
  };
  const allOf = (whole, parts) => (isList(parts) ? parts.every((p) => contains(whole, p)) : contains(whole, parts));
  const flat = (vs) => vs.flatMap((v) => (v == null ? [] : isList(v) ? flat(v) : isRows(v) ? flat(rowsOf(v)) : [v]));

  // logic/arithmetic.py
  const filled = (v, other) => {
    if (!empty(v)) return v;
    if (isText(other)) return "";
    if (isText(v) && !isNumber(other) && typeof other !== "boolean") return v;
    return isList(other) ? [] : 0;
  };
  const pair = (x, y) => ((x = filled(x, y)), [x, filled(y, x)]);
  const decimals = (n) => (/e/.test(n) ? 0 : (String(n).split(".")[1] || "").length);
  const shortened = (n, d) => tidy(d && Math.abs(n) < 1e21 ? Number(n.toFixed(Math.min(d, 20))) : n);
  const sum = (a, b) => shortened(a + b, Math.max(decimals(a), decimals(b)));
  const numbers = (vs) => flat(vs).map(num).filter((n) => n !== null);
  const total = (vs) => numbers(vs).reduce((a, b) => (a === null ? null : sum(a, b)), 0);
  const added = (x, y) => {
    [x, y] = pair(x, y);
    if (isRows(x) || isRows(y)) return null;
    if (isText(x) || isText(y)) return bounded(text(x) + text(y));
    return isList(x) && isList(y) ? bounded([...x, ...y]) : total([x, y]);
  };
  const reckoned = (f) => (x, y) => {
    const [a, b] = pair(x, y).map(num);
    return a === null || b === null ? null : f(a, b);
  };
  const product = reckoned((a, b) => shortened(a * b, decimals(a) + decimals(b)));
  const divide = reckoned((a, b) => (b ? tidy(a / b) : null));
  const power = reckoned((n, e) => {
    const halves = e * 2;
    if (halves % 1 || Math.abs(e) > 1000 || (n < 0 && halves % 2)) return null;
    let [result, square, left] = [1, n, Math.trunc(Math.abs(e))];
    for (; left; left >>= 1, square *= square) if (left & 1) result *= square;
    if (halves % 2) result *= Math.sqrt(n);
    return e >= 0 ? tidy(result) : result ? tidy(1 / result) : null;
  });
  const best = (pick) => (...vs) => ((vs = numbers(vs)), vs.length ? vs.reduce((a, b) => pick(a, b)) : null);
  const average = (...vs) => ((vs = numbers(vs)), vs.length ? ((n) => n === null ? null : tidy(n / vs.length))(total(vs)) : 0);
  const precision = (p) => Math.trunc(Math.max(-15, Math.min(15, num(p) || 0)));
  const round = (v, p) => {
    const n = num(v);
    if (n === null) return null;
    const scale = Number("1e" + precision(p));
    const large = n * scale * (1 + Number.EPSILON);
    return tidy(Number.isFinite(large) ? (Math.floor(large) + (large - Math.floor(large) >= 0.5)) / scale : n);
  };
  const trunc = (v, p) => {
    const n = num(v);
    if (n === null) return null;
    if (/e/.test(n)) return Math.abs(n) < 1 ? 0 : tidy(n);
    const [whole, digits = ""] = String(n).split(".");
    return tidy(Number(`${whole}.${digits.slice(0, Math.max(0, precision(p)))}`));
  };
  const one = (f) => (v) => ((v = num(v)), v === null ? null : tidy(f(v)));

  // logic/dates.py
  const DAY = 864e5;
  const date = (v) => {
    if (isNumber(v)) return v >= 1000 && v <= 9999 && v % 1 === 0 ? [v, 1, 1] : null;
    const m = isText(v) && /^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d)(?:T[^\n]*)?)?)?$/.exec(v);
    if (!m) return null;
    const [y, mo, d] = [m[1], m[2] || 1, m[3] || 1].map(Number);
    return mo >= 1 && mo <= 12 && d >= 1 && d <= new Date(Date.UTC(y, mo, 0)).getUTCDate() ? [y, mo, d] : null;
  };
  const time = ([y, m, d]) => Date.UTC(y, m - 1, d);
  const difference = (from, to, unit = "days") => {
    const [a, b] = [date(from), date(to)];
    if (!a || !b) return null;
    if (unit === "days") return Math.abs(time(b) - time(a)) / DAY;
    const months = (b[0] - a[0]) * 12 + b[1] - a[1] - (b[2] < a[2]);
    return unit === "months" ? months : unit === "years" ? Math.trunc(months / 12) + 0 : null;
  };
  const later = (from, amount, unit = "days") => {
    const [a, n] = [date(from), num(amount)];
    if (!a || n === null || Math.abs(n) > 4e6 || !["days", "months", "years"].includes(unit)) return null;
    const months = a[0] * 12 + a[1] - 1 + (unit === "days" ? 0 : Math.trunc(n) * (unit === "years" ? 12 : 1));
    const year = Math.floor(months / 12);
    if (year < 1000 || year > 9999) return null;
    const day = new Date(Date.UTC(year, months - year * 12, 1) + (a[2] - 1 + (unit === "days" ? Math.trunc(n) : 0)) * DAY);
    return day.getUTCFullYear() < 1000 || day.getUTCFullYear() > 9999 ? null : day.toISOString().slice(0, 10);
  };
  const datePart = (name, v) => {
    const d = date(v);
    if (!d) return null;
    return name === "weekday" ? new Date(time(d)).getUTCDay() : d[["year", "month", "day"].indexOf(name)];
  };

  // logic/evaluate.py
  const walk = (v, keys) => {
    for (const k of keys) v = isList(v) ? (isNumber(k) ? v[k] ?? null : null) : isRows(v) ? own(v, k) : null;
    return v;
  };
  const answer = ([, name, ...keys], a) => {
    if (!keys.length) return own(a, name);
    return Object.prototype.hasOwnProperty.call(a, name) ? walk(own(a, name), keys) : walk(own(a, `${name}.${keys[0]}`), keys.slice(1));
  };
  const overItems = ([op, items, field, ...rest], a, t) => {
    const said = rest.length && (op === "min_in" || op === "max_in") ? rest.shift() : null;
    let found = run(items, a, t);
    found = (isRows(found) ? rowsOf(found) : isList(found) ? found : []).filter((i) => isRows(i) && !empty(own(i, field)));
    if (rest.length && rest[0] !== null) found = found.filter((i) => truth(run(rest[0], i, t)));
    if (op === "count_in") return found.length;
    const among = found.map((i) => [i, num(read(own(i, field)))]).filter(([, n]) => n !== null);
    const values = among.map(([, n]) => n);
    if (op === "sum_in") return total(values);
    if (op === "avg_in") return found.length ? divide(total(values), found.length) : 0;
    if (!among.length) return null;
    const extreme = (op === "min_in" ? Math.min : Math.max)(...values);
    return said === null ? extreme : read(own(among.find(([, n]) => n === extreme)[0], said));
  };
  const substring = (v, from, to = null) => {
    if (!isText(v) || num(from) === null) return "";
    const letters = [...v];
    const [a, b] = [num(from), num(to) ?? letters.length].map((n) => Math.trunc(Math.max(0, Math.min(letters.length, n))));
    return letters.slice(Math.min(a, b), Math.max(a, b)).join("");
  };
  const OF_TEXT = {
    substring,
    length: (v) => (isList(v) ? v.length : isRows(v) ? Object.keys(v).length : size(text(v))),
    lower: (v) => text(v).toLowerCase(),
    upper: (v) => bounded(text(v).toUpperCase()),
    trim: (v) => text(v).trim(),
  };
  const PLAIN = {
    not: (v) => !truth(v),
    "=": equal,
    "!=": (x, y) => !equal(x, y),
    "<": before,
    "<=": (x, y) => equal(x, y) || before(x, y),
    ">": (x, y) => before(y, x),
    ">=": (x, y) => equal(x, y) || before(y, x),
    contains,
    not_contains: (x, y) => !contains(x, y),
    any_of: anyOf,
    all_of: allOf,
    none_of: (x, y) => !anyOf(x, y),
    empty,
    answered: (v) => !empty(v),
    "+": (...vs) => vs.reduce(added),
    "-": reckoned((a, b) => shortened(a - b, Math.max(decimals(a), decimals(b)))),
    "*": (...vs) => vs.reduce((x, y) => product(x, y)),
    "/": divide,
    "%": reckoned((a, b) => (b ? tidy(a % b) : null)),
    "^": power,
    min: best((a, b) => (b < a ? b : a)),
    max: best((a, b) => (b > a ? b : a)),
    sum: (...vs) => total(vs),
    avg: average,
    count: (...vs) => flat(vs).length,
    round,
    trunc,
    floor: one(Math.floor),
    ceil: one(Math.ceil),
    abs: one(Math.abs),
    date_diff: difference,
    date_add: later,
  };
  const SPECIAL = {
    answer: (e, a) => read(answer(e, a)),
    typed: answer,
    and: ([, ...parts], a, t) => parts.every((p) => truth(run(p, a, t))),
    or: ([, ...parts], a, t) => parts.some((p) => truth(run(p, a, t))),
    if: ([, c, yes, no = null], a, t) => run(truth(run(c, a, t)) ? yes : no, a, t),
    list: ([, ...parts], a, t) => bounded(parts.flatMap((p) => run(p, a, t))),
    today: (e, a, t) => (e.length > 1 ? later(t, run(e[1], a, t)) : t),
    age: ([, born, unit = "years"], a, t) => difference(run(born, a, t), t, run(unit, a, t)),
    displayed: ([, name, words = {}], a) =>
      bounded(flat([own(a, name)]).map((v) => own(words, text(v)) ?? text(v)).join(", ")),
  };
  for (const name of ["year", "month", "day", "weekday"]) {
    SPECIAL[name] = ([, when = ["today"]], a, t) => datePart(name, run(when, a, t));
  }
  for (const name of ["sum_in", "count_in", "avg_in", "min_in", "max_in"]) SPECIAL[name] = overItems;
  const run = (e, a, t) => {
    if (!isList(e)) return e;
    if (own(SPECIAL, e[0])) return SPECIAL[e[0]](e, a, t);
    const ofText = own(OF_TEXT, e[0]);
    const parts = e.slice(1).map((p, i) => (ofText && !i && isList(p) && p[0] === "answer" ? answer(p, a) : run(p, a, t)));
    const f = ofText || own(PLAIN, e[0]);
    return f ? f(...parts) : null;
  };

  // logic/lots.py
  const lot = (seed, question, thing = "") => {
    let drawn = 0x811c9dc5;
    for (const letter of `${seed}/${question}/${thing}`) drawn = Math.imul(drawn ^ letter.charCodeAt(0), 0x01000193);
    for (const [shift, factor] of [[16, 0x85ebca6b], [13, 0xc2b2ae35], [16, 1]]) drawn = Math.imul(drawn ^ (drawn >>> shift), factor);
    return drawn >>> 0;
  };
  const shuffled = (things, seed, question) => {
    const moving = things.filter((o) => !o.fixed).map((o) => [lot(seed, question, o.id), o]).sort((x, y) => x[0] - y[0]);
    return things.map((o) => (o.fixed ? o : moving.shift()[1]));
  };
  const group = (groups, seed, question) => {
    let left = Math.floor((lot(seed, question) * groups.reduce((n, [, weight]) => n + weight, 0)) / 4294967296);
    for (const [id, weight] of groups) if ((left -= weight) < 0) return id;
    return null;
  };

  // questionnaire/asking.py and rules.py
  const ids = (things) => things.map((o) => o.id);
  const without = (v, options, rows) => {
    if (isList(v)) return v.filter((one) => !options.includes(one));
    if (!isRows(v)) return options.includes(v) ? null : v;
    const left = Object.keys(v).filter((k) => !rows.includes(k)).map((k) => [k, without(v[k], options, rows)]);
    return Object.fromEntries(left.filter(([, one]) => !empty(one)));
  };
  const apply = (rules, answers, seed, today) => {
    const [kept, sections, refused] = [{}, [], []];
    const met = (e) => e === undefined || truth(run(e, kept, today));
    const left = (q) => {
      if (!met(q.show)) return null;
      const [options, rows] = [q.options, q.rows].map((things = []) => things.filter((o) => met(o.show)));
      return (q.options && !options.length) || (q.rows && !rows.length) ? null : { options, rows };
    };
    const workedOut = (e) => {
      const value = run(e, kept, today);
      return typeof value === "boolean" ? +value : isList(value) ? flat(value).map(text) : isRows(value) ? null : value;
    };
    const hidden = (things = [], shown) => ids(things).filter((id) => !ids(shown).includes(id));
    const given = (q, { options, rows }) => {
      const gone = hidden(q.options, options);
      const value = without(own(answers, q.id), gone, q.rows ? hidden(q.rows, rows) : gone);
      if (empty(value) || !q.total) return value;
      const dealt = Object.fromEntries(ids(rows).map((row) => [row, own(value, row) ?? 0]));
      return Object.values(dealt).reduce((n, m) => n + m, 0) === q.total ? dealt : null;
    };
    const take = (q, shown) => {
      const value = q.groups ? group(q.groups, seed, q.id) : q.nobody ? workedOut(q.value ?? null) : given(q, shown);
      if (!empty(value)) kept[q.id] = value;
      for (const { name, beside, row } of q.words || []) {
        const chosen = own(kept, q.id);
        if (row !== undefined && !ids(shown.rows).includes(row)) continue;
        const counts = beside === undefined || chosen === beside || (isList(chosen) && chosen.includes(beside));
        if (counts && !empty(own(answers, name))) kept[name] = answers[name];
      }
      if (q.id in kept || q.nobody) (q.checks || []).forEach((must, n) => met(must) || refused.push([q.id, n]));
    };
    for (const s of rules.sections) {
      if (!met(s.show)) continue;
      const asked = [];
      for (const q of s.questions) {
        const shown = left(q);
        if (!shown) continue;
        take(q, shown);
        if (q.shuffle) {
          const field = q.rows ? "rows" : "options";
          shown[field] = shuffled(shown[field], seed, q.id);
        }
        asked.push({ id: q.id, options: ids(shown.options), rows: ids(shown.rows) });
      }
      sections.push({ id: s.id, questions: s.shuffle ? shuffled(asked, seed, s.id) : asked });
      if (s.end !== undefined && met(s.end)) return { kept, sections, refused, ended: s.id };
    }
    return { kept, sections, refused, ended: null };
  };
  globalThis.samradEngine = { apply, value: run };
})();
