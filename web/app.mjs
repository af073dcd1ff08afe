// The page: its two views, the link in the fragment, and what is said of the engine.
import { Ask } from "./ask.mjs";
import { Engine, missing } from "./client.mjs";
import { Exercises } from "./exercises.mjs";

const find = (id) => document.getElementById(id);
const MEGABYTES = 18;
const STAGES = { packages: "unpacking", engine: "starting", again: "starting again" };

//: Milliseconds without a question, after which what may be wanted later is prepared.
const QUIET = 1000;

let flint = "none yet";
let later;

function told(news) {
  const line = find("engine");
  if (news.spare) {
    line.dataset.spare = "ready";
    return;
  }
  if (news.ready) {
    line.textContent = "The engine is ready; after the first visit this page works without a network.";
    flint = line.dataset.spare ? "there" : "none yet"; // the spare has it
    delete line.dataset.spare;
  } else if (news.fatal) {
    line.textContent = news.dead ? `The engine cannot run here: ${news.fatal}` : "The engine was started anew.";
  } else if (!engine.ready) {
    const loaded = news.loaded ? ` ${(news.loaded / 1e6).toFixed(1)} of about ${MEGABYTES} MB` : "";
    line.textContent = `The engine is ${STAGES[news.stage] ?? "loading"}:${loaded}`.replace(/:$/, ".");
  }
}

const lacks = missing();
if (lacks.length) {
  const said = `This page computes in your browser, which has no ${lacks.join(" and no ")}: open it in a newer one.`;
  find("engine").textContent = find("lacks").textContent = said;
  find("lacks").hidden = false;
  throw new Error(said);
}
find("engine").textContent = "The engine is loading.";
const engine = new Engine(told);
const ask = new Ask(engine, answered);
const exercises = new Exercises(engine);

// What proves numerical enclosures is large, and is fetched when an answer was given and nobody asks; then a second
// engine is started, which answers at once where the first one is stopped.
function answered() {
  clearTimeout(later);
  later = setTimeout(prepare, QUIET);
}

async function prepare() {
  if (engine.busy) return answered();
  keep();
  try {
    if (flint === "none yet") {
      flint = "asked for";
      await engine.ask("flint");
    }
    engine.keepSpare();
  } catch {
    // it was stopped: it is asked for again after the next answer
  }
}

// Where the server is secure, or this machine, the files are kept, so that the page works without a network.
function keep() {
  navigator.serviceWorker?.register("sw.js").catch(() => {});
}

function show() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const view = fragment.has("exercises") ? "exercises" : "ask";
  for (const name of ["ask", "exercises"]) {
    find(name).hidden = name !== view;
    if (name === view) find(`to-${name}`).setAttribute("aria-current", "page");
    else find(`to-${name}`).removeAttribute("aria-current");
  }
  if (view === "exercises") exercises.show(fragment.get("exercises"));
  else if (fragment.has("q")) ask.show(fragment);
}

window.addEventListener("hashchange", show);
show();
