/* What the two editors share: they open and save one text, keep a copy of it in this browser, and say how it stands.
   No rule lives here: what is wrong, who may save and whose change came first is decided by the server. */
(() => {
  "use strict";
  const PAUSE = 700; // milliseconds without a change before it is checked and kept

  window.EditorFrame = class {
    /** ``read`` gives the text as it stands, ``show`` shows the problems that the server found in it. */
    constructor(root, { read, show }) {
      Object.assign(this, { root, read, show, at: root.dataset, dirty: false, shown: "" });
      this.part = (name) => root.querySelector(`[data-part="${name}"]`);
      root.addEventListener("click", (event) => this[`on_${event.target.closest("[data-act]")?.dataset.act}`]?.());
      window.addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
      document.addEventListener("keydown", (event) => {
        if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        this.on_save();
      });
    }

    /** The file as the server has it; a copy that was kept here and never saved is offered. */
    async open() {
      const answer = await fetch(this.at.content, { credentials: "same-origin", headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(`${this.at.content}: ${answer.status}`);
      this.file = await answer.json();
      this.offered = JSON.parse(localStorage.getItem(this.at.place) || "null");
      if (this.offered && this.offered.text !== this.file.text) {
        this.part("kept-when").textContent = new Date(this.offered.at).toLocaleString(document.documentElement.lang);
        this.part("kept").hidden = false;
      }
      this.say(this.file.version ? "drafted" : "published");
      return this.file;
    }

    /** Send fields to the server. After a new login in another tab the session has another token: asked for once. */
    async send(address, fields, again = true) {
      const body = new FormData();
      for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) body.append(name, value);
      const headers = { "X-CSRFToken": this.file.csrf, Accept: "application/json" };
      const answer = await fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
      const kind = answer.headers.get("Content-Type") || "";
      if (answer.status === 400 && again && !kind.includes("json")) {
        const renewed = await fetch(this.at.content, { credentials: "same-origin" });
        if (renewed.ok && !renewed.redirected) {
          this.file.csrf = (await renewed.json()).csrf;
          return this.send(address, fields, false);
        }
      }
      if (kind.includes("json")) return { ...(await answer.json()), ok: answer.ok, status: answer.status };
      return { ok: answer.ok, status: answer.status, html: await answer.text(), title: "", text: this.at.sayLogin };
    }

    say(state, text = "") {
      const words = this.at[`say${state[0].toUpperCase()}${state.slice(1)}`] || "";
      Object.assign(this.part("state"), { textContent: `${words} ${text}`.trim() });
      this.root.dataset.state = state;
    }

    /** Something was changed: soon it is kept in this browser and checked by the server. */
    changed() {
      this.dirty = true;
      this.say("changed");
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.look(), PAUSE);
    }

    async look() {
      const text = await this.read();
      if (this.dirty) {
        const copy = { text, seen: this.file.seen, at: Date.now() };
        try { localStorage.setItem(this.at.place, JSON.stringify(copy)); } catch { /* full: the draft on the server stays */ }
      }
      if (text === this.shown) return;
      const said = await this.send(this.at.check, { text }).catch(() => ({ ok: false }));
      if (!said.ok) return this.say("offline");
      this.shown = text;
      this.show(said.problems, said);
    }

    async on_save() {
      this.say("saving");
      const text = await this.read();
      const said = await this.send(this.at.save, { text, seen: this.file.seen }).catch(() => ({ ok: false, text: this.at.sayOffline }));
      if (said.status === 409 && said.seen !== undefined) return this.conflict(said);
      if (!said.ok) return this.say("refused", said.text);
      Object.assign(this.file, { seen: said.seen, version: said.version });
      this.part("kept").hidden = true;
      if (text === (await this.read())) {
        this.dirty = false;
        localStorage.removeItem(this.at.place);
      }
      this.say("saved", said.saved);
      this.show(said.problems, said);
    }

    /** Somebody else was first: say who, and let the person choose with both texts still there. */
    conflict(said) {
      this.theirs = said.seen;
      this.say("refused", said.title);
      this.part("conflict-text").textContent = said.text;
      this.part("differences").replaceChildren(...(said.differences || []).map((line) => Object.assign(document.createElement("li"), { textContent: line })));
      this.part("differences-box").hidden = !said.differences?.length;
      this.part("conflict").showModal();
    }
    on_later() { this.part("conflict").close(); }
    on_mine() {
      this.file.seen = this.theirs;
      this.part("conflict").close();
      this.on_save();
    }
    on_theirs() {
      this.on_download();
      this.dirty = false;
      localStorage.removeItem(this.at.place);
      location.reload();
    }

    on_restore() {
      this.part("kept").hidden = true;
      this.file.seen = this.offered.seen;
      Promise.resolve(this.write(this.offered.text)).then(() => this.changed());
    }
    on_discard() {
      this.part("kept").hidden = true;
      localStorage.removeItem(this.at.place);
    }

    async on_download() {
      const type = this.at.file.endsWith(".form") ? "application/json" : "application/xml";
      const link = document.createElement("a");
      Object.assign(link, { href: URL.createObjectURL(new Blob([await this.read()], { type })), download: this.at.file });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    /** Words of a library, as text or as hint, in the reader's language; never what a person typed. */
    relabel(places, words) {
      for (const place of this.root.querySelectorAll(places)) {
        const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode, said = words[node.data.trim()];
          if (said && said !== node.data && !node.parentElement.closest("[contenteditable], textarea, .bio-properties-panel-header-label")) node.data = said;
        }
        for (const node of [place, ...place.querySelectorAll("[title], [placeholder], [aria-label]")])
          for (const name of ["title", "placeholder", "ariaLabel"]) if (words[node[name]]) node[name] = words[node[name]];
      }
    }

    /** A list of problems, each a button that leads to what it is about. */
    list(problems, go) {
      const wrong = problems.filter((problem) => problem.severity === "error").length;
      this.part("count").textContent = problems.length ? `${this.at.sayErrors}: ${wrong} · ${this.at.sayWarnings}: ${problems.length - wrong}` : this.at.sayClean;
      this.part("count").className = `mark mark-${wrong ? "bad" : problems.length ? "warn" : "good"}`;
      this.part("problems").replaceChildren(...problems.map((problem) => {
        const [row, button] = [document.createElement("li"), document.createElement("button")];
        Object.assign(button, { type: "button", className: `trouble trouble-${problem.severity}`, onclick: () => go(problem.element) });
        const name = Object.assign(document.createElement("strong"), { textContent: problem.name });
        button.append(name, ` ${problem.text}`);
        row.append(button);
        return row;
      }));
    }
  };
})();
