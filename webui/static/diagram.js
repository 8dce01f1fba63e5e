/* Draws the diagram of one revision, puts marks on it, and walks through the recorded events of a case.
   It holds no rule: what happened, and who may read it, is decided before the page is written. */
(() => {
  "use strict";
  const READABLE = 0.6; // below this zoom the names of the steps cannot be read
  const idsIn = (text) => (text || "").split(" ").filter(Boolean);
  const set = (node, name, value) => (value ? node.setAttribute(name, value) : node.removeAttribute(name));

  /** The diagram as text. fetch() assumes UTF-8, but the gate also accepts what other tools write. */
  async function read(address) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const bytes = await answer.arrayBuffer();
    const head = new TextDecoder("latin1").decode(bytes.slice(0, 200));
    const marked = { "ÿþ": "utf-16le", "þÿ": "utf-16be" }[head.slice(0, 2)];
    const declared = /^<\?xml[^>]*\sencoding=["']([\w.-]+)["']/.exec(head);
    return new TextDecoder(marked || (declared ? declared[1] : "utf-8")).decode(bytes);
  }

  class Diagram {
    constructor(figure) {
      [this.figure, this.box, this.marked] = [figure, figure.querySelector("[data-diagram]"), []];
    }
    async draw() {
      this.viewer = new BpmnJS({ container: this.box, zoomScroll: { enabled: false } });
      await this.turnTo(this.box.dataset);
      this.offer();
    }

    /** The diagram of another revision, for a case that was migrated; nothing if it is drawn already. */
    async turnTo({ diagram, label }) {
      if (!diagram || this.drawn === diagram) return;
      await this.viewer.importXML(await read(diagram));
      [this.drawn, this.marked] = [diagram, []];
      for (const part of ["canvas", "elementRegistry", "overlays"]) this[part] = this.viewer.get(part);
      Object.assign(this.box.querySelector(".djs-container > svg"), { role: "img", ariaLabel: label });
      this.fit();
    }

    /** The whole diagram in sight (or as much as can be read), above the strip of the bpmn.io mark. */
    fit(least = 0) {
      const { inner, outer } = this.canvas.viewbox();
      const scale = Math.max(least, Math.min(1.2, outer.width / (inner.width + 24), (outer.height - 64) / inner.height));
      const [width, height] = [outer.width / scale, outer.height / scale];
      this.canvas.viewbox({ x: inner.x - (width - inner.width) / 2, y: inner.y - 12 / scale, width, height });
    }

    offer() {
      const zoom = (by) => this.canvas.zoom(Math.min(3, Math.max(0.2, this.canvas.zoom() * by)));
      const whole = () => (document.fullscreenElement ? document.exitFullscreen() : this.figure.requestFullscreen());
      const acts = { closer: () => zoom(1.25), farther: () => zoom(0.8), fit: () => this.fit(), whole };
      const bar = this.figure.querySelector("[data-diagram-controls]");
      Object.assign(bar, { hidden: false, onclick: (event) => acts[event.target.closest("button")?.dataset.act]?.() });
      new ResizeObserver(() => this.canvas.resized()).observe(this.box);
      let from = null; // bpmn-js moves its canvas by mouse only; a finger moves it here
      this.box.addEventListener("pointermove", (event) => {
        if (event.pointerType !== "touch") return;
        if (from) this.canvas.scroll({ dx: event.clientX - from.clientX, dy: event.clientY - from.clientY });
        from = event;
      });
      for (const end of ["pointerup", "pointercancel"]) this.box.addEventListener(end, () => (from = null));
    }

    /** Show where the case stood after these events, in the revision it was in then, and no other marks;
        unknown ids are skipped. */
    async show(moments) {
      this.wanted = moments;
      // one drawing at a time; whoever walked on meanwhile is shown where they are now
      await (this.turning = (this.turning || Promise.resolve()).then(() => this.turnTo(this.wanted.at(-1).dataset)));
      if (this.wanted !== moments) return;
      const passes = new Map();
      for (const id of moments.flatMap((moment) => idsIn(moment.dataset.passed))) passes.set(id, (passes.get(id) || 0) + 1);
      const current = idsIn(moments.at(-1).dataset.tokens);
      for (const [id, marker] of this.marked.splice(0)) this.canvas.removeMarker(id, marker);
      this.overlays.remove({ type: "pass" });
      const known = [...new Set([...current, ...[...passes.keys()].reverse()])].filter((id) => this.elementRegistry.get(id));
      for (const id of known) {
        const state = current.includes(id) ? "current" : "done";
        this.canvas.addMarker(id, `is-${state}`);
        this.marked.push([id, `is-${state}`]);
        if (this.elementRegistry.get(id).waypoints) continue;
        const times = (passes.get(id) || 0) + (state === "current" ? 1 : 0);
        const badge = document.createElement("span");
        badge.className = `pass pass-${state}`;
        badge.textContent = (state === "current" ? "▶" : "✓") + (times > 1 ? ` ${times}×` : "");
        this.overlays.add(id, "pass", { position: { top: -12, left: -12 }, html: badge });
      }
      if (known.length && this.canvas.zoom() < READABLE) this.fit(READABLE);
      const { outer, width, inner } = this.canvas.viewbox();
      const [left, right, top, bottom] = [outer.width / 3, outer.width / 3, 30, 70];
      if (known.length && width < inner.width) this.canvas.scrollToElement(known[0], { left, right, top, bottom });
    }
  }

  /** First, back, forward, last, slider and arrow keys: each shows one recorded event. */
  function walk(section, show) {
    const moments = [...document.querySelectorAll("[data-moment]")];
    const slider = section.querySelector("input[type=range]");
    let [at, end] = [0, moments.length - 1];
    const goals = { first: () => 0, back: () => Math.max(0, at - 1), forward: () => Math.min(at + 1, end), last: () => end };
    const go = (to) => {
      const copy = moments[(at = to)].querySelector("article").cloneNode(true);
      copy.querySelector(".record")?.setAttribute("open", "");
      section.querySelector("[data-panel]").replaceChildren(...copy.childNodes);
      section.querySelector("[data-count]").textContent = slider.value = at + 1;
      set(slider, "aria-valuetext", moments[at].dataset.title);
      for (const moment of moments) set(moment, "aria-current", moment === moments[at] && "step");
      for (const link of section.querySelectorAll("[data-go]")) {
        link.href = `?langkah=${goals[link.dataset.go]() + 1}#langkah`;
        set(link, "aria-disabled", goals[link.dataset.go]() === at && "true");
      }
      show(moments.slice(0, at + 1));
    };
    const walked = (event, to) => { event.preventDefault(); go(to); history.replaceState(null, "", `?langkah=${to + 1}`); };
    section.addEventListener("click", (event) => {
      const goal = goals[event.target.closest("[data-go]")?.dataset.go];
      if (goal) walked(event, goal());
    });
    slider.addEventListener("input", (event) => walked(event, Number(slider.value) - 1));
    section.addEventListener("keydown", (event) => {
      const goal = goals[{ Home: "first", ArrowLeft: "back", ArrowRight: "forward", End: "last" }[event.key]];
      if (goal && !event.altKey && !event.ctrlKey && !event.metaKey && event.target !== slider) walked(event, goal());
    });
    go(Number(slider.value) - 1);
  }

  const [figure, section] = ["[data-diagram-figure]", "[data-walk]"].map((found) => document.querySelector(found));
  const diagram = new Diagram(figure), drawn = diagram.draw();
  drawn.catch(() => (figure.querySelector("[data-diagram-failed]").hidden = false));
  const show = (moments) => drawn.then(() => diagram.show(moments), () => {});
  // The events can be walked also where the diagram cannot be drawn.
  if (section) walk(section, show);
  else if (document.querySelector("[data-moment]")) show([...document.querySelectorAll("[data-moment]")]);
})();
