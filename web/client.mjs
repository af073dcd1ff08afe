// The page's side of the worker: questions that wait for the engine, the stop button, and a new worker after it.

export const SECONDS = 30;
//: A question that is not answered so long after its limit is held to be lost, and the worker with it.
const LOST = 5;

export class Stopped extends Error {}

export class Engine {
  #worker;
  #waiting = new Map();
  #number = 0;
  #told;
  #watch;
  //: Of the derivations, as the engine tells it with its first answer.
  style = "";

  // told({loaded, stage}) while it loads, ({ready: true}) once, ({fatal}) where it cannot go on.
  constructor(told) {
    this.#told = told;
    this.#start();
  }

  #start() {
    this.ready = false;
    this.#worker = new Worker("worker.mjs", { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#received(data);
    if (!this.style) this.#worker.postMessage({ id: 0, verb: "begin", options: {}, seconds: SECONDS });
    this.#worker.onerror = (event) => this.#received({ fatal: event.message || "the worker cannot be loaded" });
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
    } else {
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
    this.#end(new Stopped("ended"), false);
  }

  get busy() {
    return this.#waiting.size > 0;
  }

  // Whatever the worker does ends now; a new one is started.
  stop() {
    this.#end(new Stopped("stopped"), true);
    this.#told({ stage: "again" });
  }
}
