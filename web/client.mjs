// The page's side of the worker: questions that wait for the engine, the stop button, and the worker that answers after it.

export const SECONDS = 30;
//: A question that is not answered so long after its limit is held to be lost, and the worker with it.
const LOST = 5;
//: What a second worker is asked while nobody waits, so that it has imported what most questions need.
const WARMING = ["H(Normal(0, s)) = log(s)", "I(X;Y) <= H(X)"];

// What this page cannot do without, and this browser does not have.
export function missing() {
  const wanted = { WebAssembly: self.WebAssembly, workers: self.Worker, "decompression of streams": self.DecompressionStream };
  return Object.keys(wanted).filter((name) => !wanted[name]);
}

// A second worker takes as much memory again, 0.4 GB: not on a telephone, nor where there is little.
function hasRoom() {
  return (navigator.deviceMemory ?? 4) >= 4 && !self.matchMedia("(pointer: coarse)").matches;
}

export class Stopped extends Error {}

export class Engine {
  #worker;
  #spare = null;
  #spareMayBe = true;
  #loaded = new WeakSet();
  #waiting = new Map();
  #number = 0;
  #told;
  #watch;
  //: Of the derivations, as the engine tells it with its first answer.
  style = "";

  // told({loaded, stage}) while it loads, ({ready: true}) once, ({fatal}) where it cannot go on, ({spare: true}) when
  // a second worker is ready to take the place of the first.
  constructor(told) {
    this.#told = told;
    this.#start();
  }

  #start() {
    this.#worker = this.#spare ?? this.#begun();
    this.#spare = null;
    this.ready = this.#loaded.has(this.#worker);
    if (!this.style) this.#worker.postMessage({ id: 0, verb: "begin", options: {}, seconds: SECONDS });
    if (this.ready) this.#told({ ready: true });
  }

  #begun() {
    const worker = new Worker("worker.mjs", { type: "module" });
    const received = (data) => {
      if (data.ready) this.#loaded.add(worker);
      if (worker === this.#worker) this.#received(data);
      else if (worker === this.#spare) this.#ofSpare(data);
    };
    worker.onmessage = ({ data }) => received(data);
    worker.onerror = (event) => received({ fatal: event.message || "the worker cannot be loaded" });
    return worker;
  }

  // A second worker, with all that the first one has; asked for when nobody waits for an answer.
  keepSpare() {
    if (this.#spare || !this.#spareMayBe || !this.ready || !hasRoom()) return;
    this.#spare = this.#begun();
    const ask = (id, verb, options) => this.#spare.postMessage({ id, verb, options, seconds: SECONDS });
    for (const text of WARMING) ask(-1, "ask", { text });
    ask(-2, "flint", {});
  }

  #ofSpare(data) {
    if (data.fatal) {
      this.#spare.terminate();
      this.#spare = null;
      this.#spareMayBe = false; // there may be too little memory: it is not tried again
    } else if (data.id === -2) this.#told({ spare: true });
  }

  #received(data) {
    if (data.progress) this.#told(data.progress);
    else if (data.ready) {
      this.ready = true;
      this.#told({ ready: true });
      this.#expect();
    } else if (data.fatal) {
      const dead = !this.ready;
      this.#end(new Error(dead ? data.fatal : "the engine broke off and was started anew: ask something smaller"), !dead);
      this.#told({ fatal: data.fatal, dead });
    } else if (data.id === 0) {
      this.style = JSON.parse(data.reply).data.style;
    } else if (data.id > 0) {
      const asked = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      this.#expect();
      const reply = JSON.parse(data.reply);
      if (reply.ok) asked?.resolve({ ...reply.data, ms: data.ms });
      else asked?.reject(Object.assign(new Error(reply.error), { place: reply.place ?? "", limit: reply.limit ?? false }));
    }
  }

  // The worker answers one question after the other: the watch is on the first of them.
  #expect() {
    clearTimeout(this.#watch);
    const [first] = this.#waiting.values();
    if (this.ready && first) {
      this.#watch = setTimeout(() => this.#received({ fatal: "no answer came" }), 1000 * (first.seconds + LOST));
    }
  }

  #end(error, again) {
    clearTimeout(this.#watch);
    this.#worker.terminate();
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    if (again) this.#start();
    for (const asked of lost) asked.reject(error);
  }

  ask(verb, options = {}, seconds = SECONDS) {
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, seconds });
      if (this.#waiting.size === 1) this.#expect();
      this.#worker.postMessage({ id, verb, options, seconds });
    });
  }

  end() {
    this.#spare?.terminate();
    this.#end(new Stopped("ended"), false);
  }

  get busy() {
    return this.#waiting.size > 0;
  }

  // Whatever the worker does ends now; the spare one takes its place, or a new one is started.
  stop() {
    this.#end(new Stopped("stopped"), true);
    if (!this.ready) this.#told({ stage: "again" });
  }
}
