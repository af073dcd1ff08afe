// A result over one of its parameters, drawn anew while a slider is moved.
import { element } from "./ask.mjs";

const WIDTH = 640;
const HEIGHT = 300;
const LEFT = 62;
const BOTTOM = 34;
const EDGE = 14;
const NS = "http://www.w3.org/2000/svg";

function drawn(name, attributes, text) {
  const made = document.createElementNS(NS, name);
  for (const [word, value] of Object.entries(attributes)) made.setAttribute(word, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// About six round numbers between two ends.
function ticks(low, high) {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((n) => n * power >= rough);
  const found = [];
  for (let n = Math.ceil(low / step); n * step <= high + 1e-9 * step; n++) found.push(n * step);
  return found;
}

const short = (x) => String(Number(x.toPrecision(6)));

export class Sketch {
  constructor(engine, question, parameters) {
    Object.assign(this, { engine, question, parameters, axis: parameters[0].name, waiting: false, again: false });
    this.at = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    this.svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
    this.value = element("p", { role: "status" });
    const rows = parameters.flatMap((parameter) => this.row(parameter));
    const note = element("p", { class: "soft" }, "Of every parameter there are a slider and a number; the curve is over the one that is chosen.");
    this.shown = element("div", { class: "panel sketch" }, element("h3", {}, "In numbers"), this.svg, this.value, element("div", { class: "sliders" }, ...rows), note);
    this.draw();
  }

  row({ name, math, low, high, step, value }) {
    const id = `slider-${name}`;
    const label = element("label", { for: id });
    label.innerHTML = math; // MathML of the engine
    const slider = element("input", { id, type: "range", min: low, max: high, step, value, "aria-label": `${name}, by a slider` });
    const number = element("input", { type: "number", step: "any", value: short(value), "aria-label": `${name}, in numbers` });
    const moved = (x, other) => {
      if (!Number.isFinite(x)) return;
      this.at[name] = x;
      other.value = short(x);
      this.draw();
    };
    slider.addEventListener("input", () => moved(Number(slider.value), number));
    number.addEventListener("input", () => number.value && moved(Number(number.value), slider));
    const radio = element("input", { type: "radio", name: "axis", value: name, ...(name === this.axis && { checked: true }) });
    radio.addEventListener("change", () => {
      this.axis = name;
      this.draw();
    });
    return [label, slider, number, element("label", { class: "axis-choice" }, radio, ` curve over ${name}`)];
  }

  // One curve is asked for at a time; what is moved meanwhile is drawn after it.
  async draw() {
    if (this.waiting) {
      this.again = true;
      return;
    }
    this.waiting = true;
    const { low, high } = this.parameters.find(({ name }) => name === this.axis);
    try {
      const curve = await this.engine.ask("curve", { ...this.question, name: this.axis, at: this.at, low, high, count: 81 });
      this.show(curve, low, high);
    } catch (error) {
      this.value.textContent = error.message;
    }
    this.waiting = false;
    if (this.again && this.shown.isConnected) {
      this.again = false;
      this.draw();
    }
  }

  show({ name, whole, points, value }, low, high) {
    const finite = points.filter(([, y]) => y !== null);
    const said = value === null ? "has no finite value here" : `= ${short(value)}`;
    const held = Object.entries(this.at).map(([word, x]) => `${word} = ${short(x)}`);
    this.value.textContent = `At ${held.join(", ")}: ${said}`.replace(": =", ": the value is");
    this.svg.replaceChildren();
    this.svg.setAttribute("aria-label", `The result over ${name}, from ${short(low)} to ${short(high)}. ${this.value.textContent}`);
    if (!finite.length) {
      this.svg.append(drawn("text", { x: WIDTH / 2, y: HEIGHT / 2, "text-anchor": "middle" }, "no finite value with these parameters"));
      return;
    }
    // A pole must not flatten all the rest: the upper end is that of nine tenths of the points, with room.
    const sorted = finite.map(([, y]) => y).sort((a, b) => a - b);
    let bottom = sorted[0];
    let top = sorted.at(-1);
    const usual = sorted[Math.floor(0.9 * (sorted.length - 1))];
    if (top - bottom > 8 * (usual - bottom) && usual > bottom) top = bottom + 2 * (usual - bottom);
    const low_ = sorted[Math.ceil(0.1 * (sorted.length - 1))];
    if (top - bottom > 8 * (top - low_) && low_ < top) bottom = top - 2 * (top - low_);
    if (top - bottom < 1e-9 * Math.max(1, Math.abs(top))) [bottom, top] = [bottom - 1, top + 1];
    const x = (u) => LEFT + ((u - low) / (high - low)) * (WIDTH - LEFT - EDGE);
    const y = (v) => HEIGHT - BOTTOM - ((v - bottom) / (top - bottom)) * (HEIGHT - BOTTOM - EDGE);
    for (const u of ticks(low, high)) {
      this.svg.append(drawn("line", { class: "axis", x1: x(u), x2: x(u), y1: EDGE, y2: HEIGHT - BOTTOM }));
      this.svg.append(drawn("text", { x: x(u), y: HEIGHT - 12, "text-anchor": "middle" }, short(u)));
    }
    for (const v of ticks(bottom, top)) {
      this.svg.append(drawn("line", { class: "axis", x1: LEFT, x2: WIDTH - EDGE, y1: y(v), y2: y(v) }));
      this.svg.append(drawn("text", { x: LEFT - 8, y: y(v) + 4, "text-anchor": "end" }, short(v)));
    }
    const inside = (v) => Math.min(Math.max(y(v), -HEIGHT), 2 * HEIGHT);
    if (whole) {
      for (const [u, v] of finite) this.svg.append(drawn("circle", { cx: x(u), cy: inside(v), r: 3.2, fill: "#4a7ab5" }));
    } else {
      let path = "";
      let pen = "M";
      for (const [u, v] of points) {
        if (v === null) pen = "M";
        else {
          path += `${pen}${x(u).toFixed(1)} ${inside(v).toFixed(1)}`;
          pen = "L";
        }
      }
      this.svg.append(drawn("path", { class: "curve", d: path }));
    }
    if (value !== null) this.svg.append(drawn("circle", { class: "here", cx: x(this.at[name]), cy: inside(value), r: 5 }));
  }
}
