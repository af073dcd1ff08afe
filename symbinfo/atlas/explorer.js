// The atlas without a server: search, filters and arrow keys of the matrix; helpers of code and copying on the pages.
"use strict";
const by = (id) => document.getElementById(id);
const all = (what, where = document) => [...where.querySelectorAll(what)];

// --- The matrix -----------------------------------------------------------------------------------------------------

const MOST_HITS = 200;
//: Milliseconds: what was found is told at once, and the matrix, which is large, follows where nobody types on.
const PAUSE = 150;

function explore() {
  const cells = [];
  for (const section of all("[data-measure]")) {
    let place = 0;
    const { measure, edition, asks } = section.dataset;
    for (const table of all("table[role=grid]", section)) {
      const columns = all("thead th", table);
      const heads = columns.map((head) => head.textContent);
      const laws = columns.map((head) => head.dataset.law);
      const list = table.closest(".list");
      const grid = all("tbody tr", table).map((row) => {
        const p = row.cells[0].textContent;
        const lawOfP = row.cells[0].dataset.law;
        return all("a", row).map((link, column) => {
          const q = list ? "" : heads[column];
          const [status, evidence = ""] = link.className.split(" ");
          if (status === "unbuilt") {
            const of = { P: lawOfP, Q: laws[column] };
            link.href = edition + encodeURIComponent(asks.replace(/\b[PQ]\b/g, (word) => of[word]));
            link.textContent = "+";
          }
          const formula = (window.FORMULAS[measure] || [])[place++] || "";
          const name = q ? `${p} ‖ ${q}` : p;
          const cell = { link, measure, p, q, name, status, evidence, formula };
          link.tabIndex = -1;
          cell.said = status === "unbuilt" ? "not built here, opens the browser edition" : `${status}, ${evidence}`;
          link.setAttribute("aria-label", `${name}: ${cell.said}`);
          cell.names = [p.toLowerCase(), q.toLowerCase()];
          cell.text = `${name} ${formula}`.toLowerCase();
          cells.push(cell);
          return cell;
        });
      });
      if (grid.length) grid[0][0].link.tabIndex = 0;
      walk(table, grid);
      table.grid = grid;
      table.partial = Boolean(asks);
    }
  }
  const of = new Map(cells.map((cell) => [cell.link, cell]));
  const tell = (event) => {
    const cell = of.get(event.target);
    if (cell) by("told").textContent = `${cell.name}: ${cell.said}. ${cell.formula}`;
  };
  document.addEventListener("focusin", tell);
  document.addEventListener("mouseover", tell);

  const fields = ["q", "measure", "status", "evidence"].map(by);
  const state = () => Object.fromEntries(fields.map((field) => [field.id, field.value.trim()]));
  let later;
  const update = () => {
    find(cells, state());
    clearTimeout(later);
    later = setTimeout(() => show(cells, state()), PAUSE);
    const asked = new URLSearchParams(Object.entries(state()).filter(([, value]) => value));
    history.replaceState(null, "", `#?${asked}`);
  };
  const named = location.hash.slice(1);
  if (named.startsWith("?")) {
    for (const [key, value] of new URLSearchParams(named.slice(1))) if (fields.includes(by(key))) by(key).value = value;
  }
  const here = cells.find((cell) => cell.link.getAttribute("href") === named);
  if (here) by("measure").value = here.measure;
  if (!by("measure").value) by("measure").selectedIndex = 0;
  find(cells, state());
  show(cells, state());
  if (here) enter(here);
  fields.forEach((field) => field.addEventListener("input", update));
  document.forms[0].addEventListener("reset", () => setTimeout(update));
}

/** Whether a cell is meant: "gamma || weibull" is of P and Q, other words stand anywhere in names or formula. */
function reader(words) {
  const [left, right] = words.split(/\s*(?:\|\||‖)\s*/);
  const parts = left.split(/\s+/);
  const has = (name, part) => name.includes(part) + (name === part);
  return (cell) => {
    const [p, q] = cell.names;
    cell.rank = 0;
    if (right !== undefined) return p.includes(left) && q.includes(right) && (cell.rank = has(p, left) + has(q, right));
    if (!parts.every((part) => cell.text.includes(part))) return false;
    for (const part of parts) cell.rank += has(p, part) + has(q, part);
    return true;
  };
}

const asking = ({ q, status, evidence }) => Boolean(q || status || evidence);

/** Which cells are meant, and the first of them as a list: what is called just so before what has the word in its name. */
function find(cells, { q, measure, status, evidence }) {
  const words = q.toLowerCase();
  const meant = reader(words);
  const active = asking({ q, status, evidence });
  const hits = cells.filter((cell) => {
    cell.on =
      (!measure || cell.measure === measure) &&
      (!status || cell.status === status) &&
      (!evidence || cell.evidence === evidence) &&
      (cell.status !== "unbuilt" || words || status) &&
      Boolean(!words || meant(cell));
    return cell.on;
  });
  const shown = cells.filter((cell) => cell.measure === measure && (active || cell.on)).length;
  by("told").textContent = active ? `${hits.length} of ${shown} cells` : `${shown} cells`;
  by("hits").hidden = !active || !hits.length;
  if (words) hits.sort((a, b) => b.rank - a.rank || (a.status === "unbuilt") - (b.status === "unbuilt"));
  const rows = active ? hits.slice(0, MOST_HITS).map(row) : [];
  if (active && hits.length > MOST_HITS) rows.push(line([`and ${hits.length - MOST_HITS} more: narrow the search`]));
  all("tbody", by("hits"))[0].replaceChildren(...rows);
}

/** The matrix of what is meant. */
function show(cells, asked) {
  const active = asking(asked);
  for (const cell of cells) {
    const off = active && !cell.on;
    if (off !== Boolean(cell.off)) cell.link.classList.toggle("off", (cell.off = off));
  }
  for (const section of all("[data-measure]")) section.hidden = section.dataset.measure !== asked.measure;
  all("table[role=grid]").forEach((table) => narrow(table, active || table.partial));
}

function row(cell) {
  const link = document.createElement("a");
  link.href = cell.link.getAttribute("href");
  link.textContent = cell.name;
  const built = cell.status !== "unbuilt";
  return line([link, built ? cell.status : "not built here", cell.evidence, built ? cell.formula : "derive it in the browser"]);
}

function line(parts) {
  const made = document.createElement("tr");
  made.append(...parts.map((part) => {
    const place = document.createElement("td");
    place.append(part);
    return place;
  }));
  return made;
}

/** Rows and columns without a cell that is meant are left out; one cell of what remains can be reached by Tab. */
function narrow(table, active) {
  const grid = table.grid;
  const rows = grid.map((cells) => !active || cells.some((cell) => cell.on));
  const columns = grid.length ? grid[0].map((_, at) => !active || grid.some((cells) => cells[at].on)) : [];
  grid.forEach((cells, at) => {
    hide(cells[0].link.closest("tr"), !rows[at]);
    cells.forEach((cell, column) => hide(cell.link.parentElement, !columns[column]));
  });
  const heads = all("thead th", table);
  if (!table.closest(".list")) heads.forEach((head, column) => hide(head, !columns[column]));
  hide(table.closest(".matrix"), !rows.includes(true));
  const flat = grid.flat();
  if (!flat.some((cell) => cell.link.tabIndex === 0 && visible(cell))) {
    const first = flat.find((cell) => cell.on && visible(cell));
    if (first) only(grid, first);
  }
}

/** Of thousands of cells only those are touched that change. */
function hide(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

const visible = (cell) => !cell.link.parentElement.hidden && !cell.link.closest("tr").hidden;

function only(grid, chosen) {
  for (const cell of grid.flat()) if (cell.link.tabIndex === 0) cell.link.tabIndex = -1;
  chosen.link.tabIndex = 0;
}

function enter(cell) {
  only(cell.link.closest("table").grid, cell);
  cell.link.focus();
  cell.link.scrollIntoView({ block: "center", inline: "center" });
}

/** The arrow keys: one cell on, over what is left out; Home and End along the row, with Control to the corners. */
function walk(table, grid) {
  const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const FAR = { Home: [0, -1], End: [0, 1], PageUp: [-1, 0], PageDown: [1, 0] };
  table.addEventListener("keydown", (event) => {
    const at = grid.findIndex((cells) => cells.some((cell) => cell.link === event.target));
    if (at < 0 || event.altKey || event.metaKey) return;
    let [i, j] = [at, grid[at].findIndex((cell) => cell.link === event.target)];
    const go = (step) => {
      let [a, b] = [i + step[0], j + step[1]];
      while (grid[a]?.[b] && !visible(grid[a][b])) [a, b] = [a + step[0], b + step[1]];
      if (!grid[a]?.[b]) return false;
      [i, j] = [a, b];
      return true;
    };
    if (STEPS[event.key]) go(STEPS[event.key]);
    else if (FAR[event.key]) {
      while (go(FAR[event.key]));
      if (event.ctrlKey && event.key === "Home") while (go([-1, 0]));
      if (event.ctrlKey && event.key === "End") while (go([1, 0]));
    } else return;
    event.preventDefault();
    only(grid, grid[i][j]);
    grid[i][j].link.focus();
  });
  table.addEventListener("focusin", (event) => {
    const cell = grid.flat().find((one) => one.link === event.target);
    if (cell) only(grid, cell);
  });
}

// --- The page of a cell ---------------------------------------------------------------------------------------------

/** What files of code have in common is loaded where one is opened. */
function helpers() {
  const fill = (where) => all("[data-helper]", where).forEach((place) => {
    place.textContent = window.HELPERS[place.dataset.helper];
    delete place.dataset.helper;
  });
  for (const part of all("details.code")) {
    part.addEventListener("toggle", () => {
      if (window.HELPERS) return fill(part);
      const script = document.createElement("script");
      script.src = "../../helpers.js";
      script.onload = () => fill(document);
      document.head.append(script);
    });
  }
}

function copying() {
  for (const button of all("[data-copies]")) {
    const words = button.textContent;
    button.addEventListener("click", async () => {
      const source = by(button.dataset.copies);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(source); // a page that is opened from a disk may not write to the clipboard
        button.textContent = "Selected: press Control-C";
      }
      setTimeout(() => (button.textContent = words), 3000);
    });
  }
}

addEventListener("DOMContentLoaded", () => (by("hits") ? explore() : (helpers(), copying())));
