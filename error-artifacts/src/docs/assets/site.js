"use strict";

// Colours: those of the system, or those that the reader chose before.
const theme = {
  stored() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  },
  isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  },
  set(name) {
    document.documentElement.dataset.theme = name;
    try {
      localStorage.setItem("theme", name);
    } catch {
      // Without storage, the choice lasts as long as the page.
    }
  },
};
{
  const stored = theme.stored();
  if (stored === "dark" || stored === "light") {
    document.documentElement.dataset.theme = stored;
  }
}

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "role") {
      made[key] = value;
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

function themeButton() {
  const button = document.querySelector(".theme");
  const show = () => button.setAttribute("aria-pressed", String(theme.isDark()));
  button.hidden = false;
  button.addEventListener("click", () => {
    theme.set(theme.isDark() ? "light" : "dark");
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
}

// Tabs: without a script, and on paper, all of them are shown with their headings.
function tabs(box, number) {
  const panels = [...box.querySelectorAll(".tab")];
  const list = element("div", { className: "tablist", role: "tablist", "aria-label": box.closest("section").querySelector("h2").textContent });
  const buttons = panels.map((panel, at) => {
    const id = `tab-${number}-${at}`;
    const button = element("button", { type: "button", role: "tab", id, "aria-controls": `${id}-panel` }, panel.querySelector("h3").textContent);
    panel.id = `${id}-panel`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", id);
    return button;
  });
  const select = (chosen) => {
    buttons.forEach((button, at) => {
      const is = at === chosen;
      button.setAttribute("aria-selected", String(is));
      button.tabIndex = is ? 0 : -1;
      panels[at].classList.toggle("closed", !is);
    });
  };
  buttons.forEach((button, at) => {
    button.addEventListener("click", () => select(at));
    button.addEventListener("keydown", (event) => {
      const last = buttons.length - 1;
      const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
      if (next !== undefined) {
        event.preventDefault();
        select(next);
        buttons[next].focus();
      }
    });
  });
  list.append(...buttons);
  box.prepend(list);
  box.classList.add("live");
  select(0);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element("textarea", { value: text, className: "away", "aria-label": "Text to copy" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

// A name that a narrow page breaks between its words.
function breakable(name) {
  return name.split(/(?<=[_.\-/:])/).flatMap((part) => [part, element("wbr")]);
}

function copyButton(target, text, what, before = null) {
  const button = element("button", { type: "button", className: "copy", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", async () => {
    button.textContent = (await copy(text)) ? "Copied" : "Not copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  });
  target.insertBefore(button, before);
}

// The index has one line or element for each entry.
function load(index) {
  const lines = (column) => column.split("\n");
  const [names, codes, titles] = [lines(index.names), lines(index.codes), lines(index.titles)];
  const messages = index.messages ? lines(index.messages) : [];
  const translations = Object.fromEntries(Object.entries(index.translations).map(([language, column]) => [language, lines(column)]));
  return index.kind.map((number, at) => {
    const kind = index.kinds[number];
    const catalog = index.catalogs[kind.catalog];
    const titlesOf = { [catalog.language ?? ""]: titles[at] };
    for (const language of catalog.languages) {
      titlesOf[language] = translations[language][at] || titles[at];
    }
    const code = codes[at];
    const earlier = index.earlier[at] ? lines(index.earlier[at].trimEnd()) : [];
    return {
      kind,
      catalog,
      name: names[at],
      code,
      earlier,
      title: titles[at],
      titles: titlesOf,
      file: index.files[at] ?? names[at],
      // A search has no line ends.
      key: [names[at], code, ...earlier].map(plain).join("\n"),
      text: plain(`${Object.values(titlesOf).join(" ")} ${messages[at] ?? ""} ${kind.statuses.join(" ")}`),
    };
  });
}

// Compares without case, accents and separators.
function plain(text) {
  const lower = text.toLowerCase().replace(/[_\-./:\s]+/g, " ");
  return /[^\x00-\x7f]/.test(lower) ? lower.normalize("NFD").replace(/\p{M}/gu, "") : lower;
}

// Ranks an entry: 0 if a word is not in it.
function rank(entry, query, words) {
  let sum = 1;
  for (const word of words) {
    const at = entry.key.indexOf(word);
    if (at >= 0) {
      sum += at === 0 ? 60 : /\s/.test(entry.key[at - 1]) ? 40 : 20;
    } else {
      const place = entry.text.indexOf(word);
      if (place < 0) {
        return 0;
      }
      sum += place === 0 || entry.text[place - 1] === " " ? 10 : 4;
    }
  }
  if (entry.key.includes(query)) {
    const keys = entry.key.split("\n");
    sum += keys.includes(query) ? 1000 : keys.some((key) => key.startsWith(query)) ? 100 : 0;
  }
  return sum;
}

// The facts that can be selected: a label, the values of an entry, and how a value is shown.
const FILTERS = [
  { name: "catalog", label: "API", values: (entry) => [entry.catalog.name], show: (value) => ERRORS.catalogs.find((one) => one.name === value).title },
  { name: "status", label: "Status", values: (entry) => entry.kind.statuses.map(String), also: (entry, value) => entry.kind.range !== null && entry.kind.range[0] <= value && value <= entry.kind.range[1] },
  { name: "category", label: "Category", values: (entry) => (entry.kind.category === null ? [] : [ERRORS.categories[entry.kind.category]]) },
  { name: "retry", label: "Retry", values: (entry) => (entry.kind.retry === null ? [] : [entry.kind.retry]), show: (value) => ERRORS.retries[value] },
  { name: "tag", label: "Tag", values: (entry) => entry.kind.tags.map((tag) => ERRORS.tags[tag]) },
  { name: "state", label: "State", values: (entry) => [entry.kind.state] },
  { name: "language", label: "Language", values: (entry) => Object.keys(entry.titles).filter(Boolean) },
];

const PAGE = 60;

function finder() {
  const entries = load(ERRORS);
  const sent = entries.filter((entry) => entry.kind.retry);
  const input = document.getElementById("search");
  const results = document.getElementById("results");
  const count = document.getElementById("count");
  const more = document.getElementById("more");
  const clear = document.getElementById("clear");
  const box = document.getElementById("filters");
  const catalogs = document.getElementById("catalogs");
  let words = [];
  let found = sent;
  let shown = 0;

  const selects = [];
  for (const filter of FILTERS) {
    const counts = new Map();
    for (const entry of entries) {
      for (const value of filter.values(entry)) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    if (counts.size < 2) {
      continue;
    }
    const values = [...counts.keys()];
    if (filter.name === "status") {
      values.sort();
    }
    const options = values.map((value) => element("option", { value }, `${filter.show ? filter.show(value) : value} (${counts.get(value)})`));
    const select = element("select", { id: `filter-${filter.name}` }, element("option", { value: "" }, "any"), ...options);
    box.append(element("label", { htmlFor: select.id }, element("span", {}, filter.label), select));
    selects.push({ filter, select });
  }

  const chosenLanguage = () => selects.find(({ filter }) => filter.name === "language")?.select.value ?? "";

  function row(entry) {
    // An entry that is no longer sent has one page, in the language of the pages.
    const isRemoved = !entry.kind.retry;
    const language = isRemoved ? "" : chosenLanguage();
    const folder = language && language !== entry.catalog.language ? `${entry.catalog.name}/${language}` : entry.catalog.name;
    const href = `${folder}/${encodeURIComponent(entry.file)}.html`;
    const status = entry.kind.statuses[0];
    const title = element("span", { className: "title", dir: "auto" }, (language && entry.titles[language]) || entry.title);
    const spoken = isRemoved ? "" : language || entry.catalog.language;
    if (spoken) {
      title.lang = spoken;
    }
    const head = element("span", {}, element("bdi", { className: "name" }, ...breakable(entry.name)));
    if (entry.code) {
      head.append(" ", element("code", {}, entry.code));
    }
    const earlier = words.length ? entry.earlier.find((code) => words.every((word) => plain(code).includes(word))) : undefined;
    if (earlier) {
      head.append(" ", element("span", { className: "was" }, "earlier code ", element("code", {}, earlier)));
    }
    const what = element("span", { className: "what" }, head, title);
    const tail = element("span", { className: "tail" });
    if (ERRORS.catalogs.length > 1) {
      tail.append(element("span", { className: "of" }, entry.catalog.title));
    }
    if (entry.kind.state !== "current") {
      tail.append(element("span", { className: `pill ${isRemoved ? "gone" : "old"}` }, entry.kind.state));
    }
    if (entry.kind.retry) {
      tail.append(element("span", { className: `pill r-${entry.kind.retry}` }, ERRORS.retries[entry.kind.retry]));
    }
    const pill = status ? element("span", { className: `pill s${Math.floor(status / 100)}` }, String(status)) : element("span", { className: "pill", "aria-hidden": "true" }, "–");
    return element("li", {}, element("a", { href }, pill, what, tail));
  }

  function showMore() {
    const next = found.slice(shown, shown + PAGE);
    results.append(...next.map(row));
    shown += next.length;
    more.hidden = shown >= found.length;
  }

  function search() {
    performance.mark("search-start");
    const query = plain(input.value).trim();
    words = query.split(" ").filter(Boolean);
    const active = selects.filter(({ select }) => select.value !== "");
    const matches = (entry) => active.every(({ filter, select }) => filter.values(entry).includes(select.value) || filter.also?.(entry, Number(select.value)));
    // Entries that are no longer sent are found by their names and codes, or if they are asked for.
    const all = words.length || active.some(({ filter }) => filter.name === "state") ? entries : sent;
    found = active.length ? all.filter(matches) : all;
    if (words.length) {
      const ranked = [];
      for (const entry of found) {
        const points = rank(entry, query, words);
        if (points) {
          ranked.push([points, entry]);
        }
      }
      // The sort is stable: equal entries stay in the order of the catalog.
      found = ranked.sort((one, other) => other[0] - one[0]).map(([, entry]) => entry);
    }
    results.replaceChildren();
    shown = 0;
    showMore();
    count.textContent = found.length === 0 ? "No error matches. Try fewer words." : found === sent ? `${sent.length} errors` : `${found.length} of ${all.length} errors`;
    clear.hidden = !active.length && !query;
    catalogs.hidden = !clear.hidden;
    performance.measure("search", "search-start");
  }

  function remember() {
    const state = new URLSearchParams();
    if (input.value) {
      state.set("q", input.value);
    }
    for (const { filter, select } of selects) {
      if (select.value) {
        state.set(filter.name, select.value);
      }
    }
    history.replaceState(null, "", `#${state}`);
  }

  function restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    input.value = state.get("q") ?? "";
    for (const { filter, select } of selects) {
      select.value = state.get(filter.name) ?? "";
      // A status of a range, or a value that no entry has.
      if (select.selectedIndex < 0) {
        select.value = "";
      }
    }
    search();
  }

  const changed = () => {
    search();
    remember();
  };
  input.addEventListener("input", changed);
  box.addEventListener("change", changed);
  more.addEventListener("click", () => {
    const at = shown;
    showMore();
    results.children[at]?.firstElementChild.focus();
  });
  clear.addEventListener("click", () => {
    input.value = "";
    for (const { select } of selects) {
      select.value = "";
    }
    changed();
    input.focus();
  });
  addEventListener("hashchange", restore);

  const links = () => [...results.querySelectorAll("a")];
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      links()[0]?.focus();
    } else if (event.key === "Enter") {
      links()[0]?.click();
    } else if (event.key === "Escape" && input.value) {
      input.value = "";
      changed();
    }
  });
  results.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") {
      input.focus();
    } else if (next !== undefined && at >= 0) {
      event.preventDefault();
      if (next < 0) {
        input.focus();
      } else if (next === all.length && !more.hidden) {
        more.click();
      } else {
        all[next]?.focus();
      }
    }
  });

  document.getElementById("finder").hidden = false;
  document.getElementById("found").hidden = false;
  restore();
  if (location.hash === "#search") {
    input.focus();
  }
}

document.addEventListener("DOMContentLoaded", () => {
  themeButton();
  document.querySelectorAll(".tabs").forEach(tabs);
  for (const block of document.querySelectorAll("pre.code")) {
    const heading = block.parentElement.querySelector("h3");
    copyButton(block.parentElement, block.textContent, heading.textContent);
  }
  const name = document.querySelector(".entry h1");
  if (name) {
    copyButton(name.parentElement, name.textContent, "the name", name.nextElementSibling);
  }
  if (document.getElementById("finder")) {
    finder();
  }
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const input = document.getElementById("search");
      if (input) {
        input.focus();
        input.select();
      } else {
        location.href = `${document.body.dataset.root}index.html#search`;
      }
    }
  });
});
