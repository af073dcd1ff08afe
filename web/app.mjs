// The page: its two views, the link in the fragment, and what is said of the engine.
import { Ask } from "./ask.mjs";
import { Engine } from "./client.mjs";
import { Exercises } from "./exercises.mjs";

const find = (id) => document.getElementById(id);
const MEGABYTES = 18;
const STAGES = { packages: "unpacking", engine: "starting", again: "starting again" };

let flint = "none yet";

function told(news) {
  const line = find("engine");
  if (news.ready) {
    line.textContent = "The engine is ready; after the first visit this page works without a network.";
    flint = "none yet";
  } else if (news.fatal) {
    line.textContent = news.dead ? `The engine cannot run here: ${news.fatal}` : "The engine was started anew.";
  } else if (!engine.ready) {
    const loaded = news.loaded ? ` ${(news.loaded / 1e6).toFixed(1)} of about ${MEGABYTES} MB` : "";
    line.textContent = `The engine is ${STAGES[news.stage] ?? "loading"}:${loaded}`.replace(/:$/, ".");
  }
}

find("engine").textContent = "The engine is loading.";
const engine = new Engine(told);
const ask = new Ask(engine, answered);
const exercises = new Exercises(engine);

// What proves numerical enclosures is large, and is fetched when the first answer was given.
function answered() {
  if (flint !== "none yet") return;
  flint = "asked for";
  setTimeout(() => {
    keep();
    if (!engine.busy) engine.ask("flint").catch(() => {});
  }, 1000);
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
