/* Draws two revisions of an SOP beside each other, colours what the list of differences names, and moves both
   together. It holds no rule: what is different, and how, is written in the page. */
(() => {
  "use strict";
  const READABLE = 0.55; // below this zoom the names of the steps cannot be read
  const PAPER = 680; // pixels that an upright A4 sheet has between its margins
  const page = document.querySelector("[data-compared]");
  const items = [...page.querySelectorAll("[data-difference]")];
  const placed = items.filter((item) => item.dataset.old || item.dataset.new);
  const shown = page.querySelector("[data-shown]");

  class Side {
    constructor(box) {
      [this.box, this.place, this.hits] = [box, box.dataset.side, new Map()];
    }
    async draw() {
      const answer = await fetch(this.box.dataset.diagram, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(`${this.box.dataset.diagram}: ${answer.status}`);
      this.viewer = new BpmnJS({ container: this.box, zoomScroll: { enabled: false } });
      await this.viewer.importXML(await answer.text());
      for (const part of ["canvas", "elementRegistry", "overlays", "eventBus"]) this[part] = this.viewer.get(part);
      Object.assign(this.box.querySelector(".djs-container > svg"), { role: "img", ariaLabel: this.box.dataset.label });
      for (const item of items) this.mark(item.dataset[this.place], item);
      for (const [id, numbers] of this.hits) this.badge(id, numbers);
    }

    mark(id, item) {
      if (!id || !this.elementRegistry.get(id)) return;
      if (!this.hits.has(id)) this.canvas.addMarker(id, `is-${item.dataset.change}`);
      this.hits.set(id, [...(this.hits.get(id) || []), item.dataset.difference]);
    }

    /** The numbers of the list at the symbol; many become the first and how many more. */
    badge(id, numbers) {
      const html = document.createElement("div");
      html.className = "hit";
      for (const text of numbers.length > 3 ? [numbers[0], `+${numbers.length - 1}`] : numbers) {
        html.append(Object.assign(document.createElement("span"), { textContent: text }));
      }
      const { waypoints, width, type } = this.elementRegistry.get(id);
      const middle = waypoints && waypoints[Math.floor(waypoints.length / 2)];
      const top = type === "bpmn:Lane" ? 4 : -14;
      const left = type === "bpmn:Lane" ? 34 : Math.max(-8, width - 26);
      this.overlays.add(id, "hit", { position: middle ? { top: -9, left: 0 } : { top, left }, html, scale: { min: 0.8 } });
    }

    box_of(ids) {
      const found = ids.map((id) => id && this.elementRegistry.get(id)).filter(Boolean);
      if (!found.length) return null;
      const points = found.flatMap(({ waypoints, x, y, width, height }) => waypoints || [{ x, y }, { x: x + width, y: y + height }]);
      const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
      return { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
    }

    look(middle, scale) {
      const { outer } = this.canvas.viewbox();
      const [width, height] = [outer.width / scale, outer.height / scale];
      this.canvas.viewbox({ x: middle.x - width / 2, y: middle.y - height / 2, width, height });
    }

    /** The same middle, but no more empty paper than need be. */
    within(middle, scale) {
      const { inner, outer } = this.canvas.viewbox();
      const near = (at, start, size, seen) => {
        const [least, most] = [start - 20 + seen / 2, start + size + 20 - seen / 2];
        return least > most ? start + size / 2 : Math.min(most, Math.max(least, at));
      };
      return {
        x: near(middle.x, inner.x, inner.width, outer.width / scale),
        y: near(middle.y, inner.y, inner.height, outer.height / scale),
      };
    }

    light(id) {
      if (this.lit) this.canvas.removeMarker(this.lit, "is-shown");
      this.lit = id && this.elementRegistry.get(id) ? id : null;
      if (this.lit) this.canvas.addMarker(this.lit, "is-shown");
    }
  }

  /** Whatever moves or zooms one moves and zooms the other by as much. */
  function joined(sides) {
    let leading = null;
    const alone = (act) => { leading = "nobody"; act(); for (const side of sides) side.last = side.canvas.viewbox(); leading = null; };
    for (const side of sides) {
      side.last = side.canvas.viewbox();
      side.eventBus.on("canvas.viewbox.changed", () => {
        if (leading) return;
        const now = side.canvas.viewbox(), before = side.last;
        const other = sides.find((one) => one !== side);
        const middle = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
        const [from, to, theirs] = [middle(before), middle(now), middle(other.canvas.viewbox())];
        alone(() => other.look({ x: theirs.x + to.x - from.x, y: theirs.y + to.y - from.y }, now.scale));
      });
    }
    return alone;
  }

  function offer(sides) {
    const alone = joined(sides);
    let at = -1;
    const whole = () => alone(() => {
      const scales = sides.map(({ canvas }) => {
        const { inner, outer } = canvas.viewbox();
        return Math.min(1.2, outer.width / (inner.width + 24), (outer.height - 50) / (inner.height + 24));
      });
      for (const side of sides) {
        const { inner } = side.canvas.viewbox();
        const scale = Math.min(...scales);
        side.look({ x: inner.x + inner.width / 2, y: inner.y + inner.height / 2 + 14 / scale }, scale);
      }
    });
    const show = (item) => {
      at = placed.indexOf(item);
      for (const other of items) other.removeAttribute("aria-current");
      item.setAttribute("aria-current", "true");
      shown.hidden = false;
      shown.textContent = `${item.dataset.difference}. ${item.querySelector("p").firstChild.textContent.trim()}`;
      alone(() => {
        const middles = sides.map((side) => side.box_of([item.dataset[side.place]]));
        const scale = Math.max(READABLE, sides[0].canvas.zoom());
        // where only one has the symbol, the other shows the same stretch of paper
        sides.forEach((side, index) => {
          const middle = middles[index] || middles[1 - index];
          if (middle) side.look(side.within(middle, scale), scale);
          side.light(item.dataset[side.place]);
        });
      });
    };
    const zoom = (by) => sides[0].canvas.zoom(Math.min(3, Math.max(0.15, sides[0].canvas.zoom() * by)));
    const step = (by) => placed.length && show(placed[(at + by + placed.length) % placed.length]);
    const acts = { closer: () => zoom(1.25), farther: () => zoom(0.8), fit: whole, next: () => step(1), back: () => step(at < 0 ? 0 : -1) };
    const bar = page.querySelector("[data-controls]");
    Object.assign(bar, { hidden: false, onclick: (event) => acts[event.target.closest("button")?.dataset.act]?.() });
    for (const item of placed) {
      Object.assign(item.querySelector(".show-it"), { hidden: false, onclick: () => {
        show(item);
        page.querySelector(".compared-drawings").scrollIntoView({ block: "nearest" });
      } });
    }
    for (const side of sides) {
      new ResizeObserver(() => side.canvas.resized()).observe(side.box);
      side.eventBus.on("element.click", ({ element }) => {
        const item = placed.find((one) => one.dataset[side.place] === (element.labelTarget || element).id);
        if (item) show(item);
      });
      let from = null; // bpmn-js moves its canvas by mouse only; a finger moves it here
      side.box.addEventListener("pointermove", (event) => {
        if (event.pointerType !== "touch") return;
        if (from) side.canvas.scroll({ dx: event.clientX - from.clientX, dy: event.clientY - from.clientY });
        from = event;
      });
      for (const end of ["pointerup", "pointercancel"]) side.box.addEventListener(end, () => (from = null));
    }
    // on paper each diagram is whole, as wide as the sheet; bpmn-js measures itself by the screen
    const sheet = (width) => {
      for (const { box, canvas } of sides) {
        const { inner } = canvas.viewbox();
        const height = Math.min(PAPER, (PAPER * inner.height) / inner.width + 80);
        Object.assign(box.style, width ? { width: `${width}px`, height: `${height}px` } : { width: "", height: "" });
        canvas.resized();
      }
      whole();
    };
    addEventListener("beforeprint", () => sheet(PAPER));
    addEventListener("afterprint", () => sheet(0));
    whole();
  }

  const print = document.querySelector("[data-print]");
  Object.assign(print, { hidden: false, onclick: () => window.print() });
  const sides = [...page.querySelectorAll("[data-side]")].map((box) => new Side(box));
  Promise.all(sides.map((side) => side.draw())).then(() => offer(sides), () => {
    page.querySelector("[data-failed]").hidden = false;
  });
})();
