// The second view: an exercise, hints one by one, the mark of an answer, the solution.
import { element, problem, written } from "./ask.mjs";
import { Stopped } from "./client.mjs";

const find = (id) => document.getElementById(id);

export class Exercises {
  constructor(engine) {
    this.engine = engine;
    this.status = document.querySelector("#exercises .status");
    find("which").addEventListener("change", () => {
      location.hash = `exercises=${encodeURIComponent(find("which").value)}`;
    });
  }

  async show(name) {
    try {
      if (!this.listed) await this.list();
      const which = find("which");
      if (name && [...which.options].some((option) => option.value === name)) which.value = name;
      if (which.value !== this.posed) await this.pose(which.value);
    } catch (error) {
      if (!(error instanceof Stopped)) find("exercise").replaceChildren(problem(error));
      find("exercise").hidden = false;
    }
  }

  async asked(words, options) {
    this.status.textContent = words;
    this.status.classList.add("busy");
    try {
      return await this.engine.ask("exercises", options);
    } finally {
      this.status.textContent = "";
      this.status.classList.remove("busy");
    }
  }

  async list() {
    const { exercises: found } = await this.asked("Loading the exercises.", { what: "list" });
    const topics = [...new Set(found.map(({ topic }) => topic))];
    const groups = topics.map((label) => {
      const rows = found.filter(({ topic }) => topic === label);
      return element("optgroup", { label }, ...rows.map(({ id, statement }) => element("option", { value: id }, `${id}: ${statement}`)));
    });
    find("which").replaceChildren(...groups);
    find("which").disabled = false;
    this.listed = true;
  }

  async pose(name) {
    const posed = await this.asked("Loading the exercise.", { what: "pose", id: name });
    this.posed = name;
    const statement = written(`<p>${posed.statement}</p>`, this.engine.style);
    const given = posed.given.map((line) => element("li", {}, element("code", {}, line)));
    const asked = posed.ask ? element("p", { class: "soft" }, "Asked: ", element("code", {}, posed.ask), `, in ${posed.unit}`) : "";
    const answer = element("input", { id: "given-answer", type: "text", spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
    const mark = element("div", { "aria-live": "polite" });
    const hints = element("ol", { "aria-live": "polite" });
    const solution = element("div", { "aria-live": "polite" });
    const form = element(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          this.into(mark, "Marking.", { what: "mark", id: name, answer: answer.value }, marked);
        },
      },
      element("label", { for: "given-answer" }, "Your answer"),
      answer,
    );
    const hint = element("button", { type: "button" }, `Hint (${posed.hints})`);
    hint.disabled = !posed.hints;
    hint.addEventListener("click", async () => {
      const { html } = await this.asked("", { what: "hint", id: name, number: hints.children.length + 1 });
      hints.append(element("li", {}, written(html, this.engine.style)));
      const left = posed.hints - hints.children.length;
      hint.textContent = `Hint (${left})`;
      hint.disabled = !left;
    });
    const reveal = element("button", { type: "button" }, "Solution");
    reveal.addEventListener("click", () =>
      this.into(solution, "Solving.", { what: "solution", id: name }, ({ html }) => written(html, this.engine.style)),
    );
    form.append(element("div", { class: "buttons" }, element("button", { type: "submit", class: "first" }, "Mark"), hint, reveal, this.stopButton()));
    find("exercise").replaceChildren(statement, ...(given.length ? [element("ul", {}, ...given)] : []), asked, form, mark, hints, solution);
    find("exercise").hidden = false;
  }

  stopButton() {
    this.stop = element("button", { type: "button", class: "stop", hidden: true, onclick: () => this.engine.stop() }, "Stop");
    return this.stop;
  }

  async into(place, words, options, show) {
    this.stop.hidden = false;
    try {
      place.replaceChildren(show(await this.asked(words, options)));
    } catch (error) {
      place.replaceChildren(error instanceof Stopped ? element("p", { class: "soft" }, "Stopped.") : problem(error));
    }
    this.stop.hidden = true;
  }
}

function marked(found) {
  const level = found.level ? `, ${found.level}` : "";
  const box = element("div", { class: `verdict ${found.verdict}` }, element("p", {}, element("span", { class: "word" }, found.verdict), level));
  for (const said of [found.told, found.converted, found.hint && `Hint: ${found.hint}`]) if (said) box.append(element("p", {}, said));
  return box;
}
