// The first view: a question is typed, and its answer shown: a derivation, or a verdict with its witness.
import { SECONDS, Stopped } from "./client.mjs";
import { Sketch } from "./sketch.mjs";

const find = (id) => document.getElementById(id);
const EXAMPLES = [
  "KL(Gamma(k1, theta1) || Gamma(k2, theta2))",
  "H(Beta(a, b))",
  String.raw`D_{KL}(\mathcal{N}(\mu, \sigma^2) \| \mathcal{N}(0, 1))`,
  "I(X;Y|Z) <= I(X;Y)",
  "H(Normal(0, s)) = log(s)",
  "KL(Normal(0, s) || Normal(0, 1)) >= 0",
  "H(Binomial(10, 1/3)) in bits",
  "gibbs-inequality",
];

// An element with its text and its children; no text is ever read as HTML.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [word, value] of Object.entries(attributes)) {
    if (word.startsWith("on")) made.addEventListener(word.slice(2), value);
    else if (value === true) made.setAttribute(word, "");
    else if (value !== false && value != null) made.setAttribute(word, value);
  }
  made.append(...children);
  return made;
}

// HTML that the engine wrote itself, with its own style, apart from that of the page.
export function written(html, style) {
  const host = element("div", { class: "written-by-engine" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = element("style");
  sheet.textContent = `${style}
    .symbinfo { margin: 0; padding: 0; max-width: none; font: inherit; }
    .symbinfo .formula, .symbinfo .whole, .symbinfo .result, .symbinfo summary, .symbinfo .left { scrollbar-width: thin; }
    .symbinfo summary { padding: .45rem 0; }
    .symbinfo summary:focus-visible, .symbinfo [tabindex]:focus-visible { outline: 2px solid #4a7ab5; outline-offset: 2px; }`;
  const body = element("div", { class: "symbinfo" });
  body.innerHTML = html;
  root.append(sheet, body);
  // What is wider than its box can be scrolled by the keyboard, too.
  requestAnimationFrame(() => {
    for (const box of body.querySelectorAll(".formula, .whole, .result, .left")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    }
  });
  return host;
}

export function problem(error) {
  const shown = element("div", { class: "problem", role: "alert" }, element("p", {}, error.message));
  if (error.place) shown.append(element("pre", {}, error.place));
  return shown;
}

export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not allowed, or no secure page: the text stands there to be copied by hand
  }
}

export class Ask {
  constructor(engine, answered) {
    Object.assign(this, { engine, answered, turn: 0, working: 0 });
    this.status = document.querySelector("#ask .status");
    this.stop = document.querySelector("#ask .stop");
    find("question").addEventListener("submit", (event) => {
      event.preventDefault();
      this.go();
    });
    find("text").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.go();
    });
    this.stop.addEventListener("click", () => engine.stop());
    find("link").addEventListener("click", () => this.link());
    for (const text of EXAMPLES) {
      const take = () => {
        find("given").value = "";
        find("unit").value = "nats";
        find("mode").value = "auto";
        find("text").value = text;
        this.go();
      };
      find("examples").append(element("button", { type: "button", onclick: take }, text));
    }
    find("theorems").addEventListener("toggle", () => this.list(), { once: true });
  }

  async list() {
    const { theorems } = await this.engine.ask("theorems");
    const rows = theorems.map(({ name, title }) => {
      const link = element("a", { href: `#${new URLSearchParams({ q: name })}` }, name);
      return element("li", {}, link, ` ${title}`);
    });
    find("theorems").append(element("ul", {}, ...rows));
  }

  question() {
    const [text, given, unit, mode] = ["text", "given", "unit", "mode"].map((id) => find(id).value);
    return { text, given, unit, mode };
  }

  seconds() {
    return Math.min(Math.max(Number(find("seconds").value) || SECONDS, 1), 600);
  }

  // How wide a formula may be, in em: what the page has, without the sign before it; on a wide page as the engine has it.
  width() {
    const em = parseFloat(getComputedStyle(document.body).fontSize);
    const room = document.querySelector("main").clientWidth / em;
    return room < 46 ? room - 4 : null;
  }

  fragment() {
    const { text, given, unit, mode } = this.question();
    const more = { ...(given.trim() && { given }), ...(unit !== "nats" && { unit }), ...(mode !== "auto" && { mode }) };
    return new URLSearchParams({ q: text, ...more }).toString();
  }

  async link() {
    history.replaceState(null, "", `#${this.fragment()}`);
    const done = await copied(location.href);
    this.say(done ? "The link is copied." : "The link stands in the address of this page.");
  }

  // A link: its question is put into the form, and asked.
  show(fragment) {
    if (fragment.toString() === this.asked) return;
    find("text").value = fragment.get("q");
    find("given").value = fragment.get("given") ?? "";
    find("unit").value = fragment.get("unit") === "bits" ? "bits" : "nats";
    find("mode").value = ["derive", "verify"].includes(fragment.get("mode")) ? fragment.get("mode") : "auto";
    if (find("given").value) find("setting").open = true;
    this.go();
  }

  say(text, busy = false) {
    this.status.textContent = text;
    this.status.classList.toggle("busy", busy);
    this.stop.hidden = !busy;
    find("answer").setAttribute("aria-busy", busy);
  }

  // One thing at a time: what is asked while another question is answered ends that one.
  async waited(words, verb, options) {
    const turn = ++this.turn;
    this.working += 1;
    this.say(this.engine.ready ? words : `${words} The engine is loading, the question waits.`, true);
    try {
      const found = await this.engine.ask(verb, options, this.seconds());
      if (turn === this.turn) this.say("");
      return found;
    } catch (error) {
      if (turn === this.turn) this.say(error instanceof Stopped ? "Stopped." : "");
      throw error;
    } finally {
      this.working -= 1;
    }
  }

  async go() {
    const question = this.question();
    const answer = find("answer");
    if (this.working && this.engine.ready) this.engine.stop();
    this.asked = this.fragment();
    history.replaceState(null, "", `#${this.asked}`);
    answer.hidden = true;
    const mine = (this.current = {});
    try {
      const found = await this.waited("Working.", "ask", { ...question, width: this.width() });
      if (mine !== this.current) return;
      answer.replaceChildren(...this.shown(found, question));
      this.say(`${found.kind === "verdict" ? `The claim: ${found.verdict}` : `Derived: ${found.title}`} (${(found.ms / 1000).toFixed(1)} s).`);
      this.answered();
    } catch (error) {
      if (mine !== this.current || error instanceof Stopped) return;
      answer.replaceChildren(problem(error));
    }
    answer.hidden = false;
  }

  shown(found, question) {
    const parts = [];
    if (found.read_as) parts.push(element("p", { class: "soft" }, "Read as ", element("code", {}, found.read_as)));
    for (const note of found.notes) parts.push(element("p", { class: "soft" }, `Note: ${note}`));
    const below = element("div", { "aria-live": "polite" });
    if (found.kind === "verdict") {
      parts.push(verdict(found));
      if (found.proof) parts.push(this.buttons(question, below, [], found.verdict));
    } else {
      parts.push(written(found.html, this.engine.style));
      const forms = [["LaTeX", "latex-fragment"], ["LaTeX document", "latex"], ["Markdown", "markdown"], ["Text", "text"]];
      parts.push(this.buttons(question, below, forms));
    }
    parts.push(below);
    if (found.parameters?.length) parts.push(new Sketch(this.engine, question, found.parameters).shown);
    else if (found.kind === "derivation") parts.push(this.digits(question));
    return parts;
  }

  buttons(question, below, forms, claimed) {
    const row = element("div", { class: "buttons" });
    const act = (label, work) => row.append(element("button", { type: "button", onclick: work }, label));
    const into = async (words, verb, options, show) => {
      try {
        below.replaceChildren(...show(await this.waited(words, verb, options)));
      } catch (error) {
        if (!(error instanceof Stopped)) below.replaceChildren(problem(error));
      }
    };
    for (const [label, form] of forms) {
      act(label, () => into("Writing.", "write", { ...question, form }, ({ text }) => this.text(label, text)));
    }
    act(claimed === "refuted" ? "Check the counterexample" : "Check the proof", () => into("Checking.", "check", question, report));
    act("Certificate", () =>
      into("Writing the certificate.", "certificate", question, ({ text }) => {
        download(text, "certificate.json");
        return [element("p", { class: "soft" }, "The certificate is downloaded; ", element("code", {}, "symbinfo check certificate.json --axioms"), " replays it.")];
      }),
    );
    return row;
  }

  text(label, text) {
    const area = element("textarea", { class: "written", readonly: true, "aria-label": label, spellcheck: "false" });
    area.value = text;
    copied(text).then((done) => {
      if (done) this.say(`${label} is copied.`);
      else area.select();
    });
    return [area];
  }

  digits(question) {
    const input = element("input", { type: "number", min: 1, max: 1000, value: 30, "aria-label": "digits" });
    const out = element("pre", { "aria-live": "polite" });
    const work = async () => {
      try {
        out.textContent = (await this.waited("Evaluating.", "value", { ...question, digits: Number(input.value) })).value;
      } catch (error) {
        out.textContent = error instanceof Stopped ? "" : error.message;
      }
    };
    const button = element("button", { type: "button", onclick: work }, "Value");
    return element("div", { class: "panel" }, element("h3", {}, "In numbers"), element("div", { class: "buttons" }, input, "digits", button), out);
  }
}

function verdict(found) {
  const level = found.level ? `, ${found.level}` : "";
  const box = element("div", { class: `verdict ${found.verdict}` }, element("p", {}, element("span", { class: "word" }, found.verdict), level));
  if (found.reason) box.append(element("p", {}, `${found.reason[0].toUpperCase()}${found.reason.slice(1)}${found.witness?.pmf ? ":" : "."}`));
  const { witness } = found;
  if (witness?.pmf) box.append(table([...witness.variables, "probability"], witness.pmf.map((row) => [...row.outcome, row.p])));
  else if (witness) {
    const rows = [...Object.entries(witness.parameters), ["the claim says", witness.claimed], ["the definition says", witness.actual]];
    box.append(table(["", "value"], rows));
  }
  for (const [word, said] of [["", found.diagnosis], ["Not proved: ", found.unproved], ["Shown: ", found.statement]]) {
    if (said) box.append(element("p", {}, `${word}${said}`));
  }
  for (const line of found.reading ?? []) box.append(element("p", { class: "soft" }, `Read: ${line}`));
  const facts = found.axioms ?? [];
  if (facts.length) box.append(element("p", { class: "soft" }, `Rests on ${facts.length} stored ${facts.length > 1 ? "facts" : "fact"}: ${facts.join(", ")}.`));
  if (!witness && found.text.includes("\n")) box.append(element("pre", {}, found.text));
  return box;
}

export function table(heads, rows) {
  const head = element("tr", {}, ...heads.map((word) => element("th", { scope: "col" }, word)));
  const body = rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, String(cell)))));
  return element("div", { class: "scroll" }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

function report(found) {
  const level = found.level && found.verdict === "holds" ? `, ${found.level}` : "";
  const box = element("div", { class: `verdict ${found.verdict}` }, element("p", {}, element("span", { class: "word" }, found.verdict), `${level}: ${found.reason}`));
  if (found.statement) box.append(element("p", {}, `Shown: ${found.statement}`));
  if (found.facts.length) box.append(element("p", {}, "It rests on:"), element("ul", {}, ...found.facts.map((fact) => element("li", {}, fact))));
  else box.append(element("p", {}, "It rests on no stored fact."));
  if (found.steps.length) {
    const steps = element("ol", { class: "steps" }, ...found.steps.map((step) => element("li", {}, step)));
    box.append(element("details", {}, element("summary", {}, "Every step, with its reason"), steps));
  }
  return [box];
}

function download(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
