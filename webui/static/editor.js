/* The diagram editor: bpmn-js with the fields of an SOP in its panel and the gate's problems on its elements.
   No rule lives here: fields come from the element template, positions, forms and problems from the server. */
(() => {
  "use strict";
  const { Modeler, camunda, modules, entries } = AlurModeler;
  /* Of the library's groups only those that an SOP uses; the others are shown on request. */
  const GROUPS = /^(general|documentation|timer|CamundaPlatform__(Condition|ExtensionProperties))$/;
  const root = document.querySelector("[data-editor]");
  let everything = false;

  class SopFields {
    constructor(propertiesPanel, modeling, bpmnFactory, debounceInput, file) {
      Object.assign(this, { modeling, factory: bpmnFactory, debounce: debounceInput, file });
      propertiesPanel.registerProvider(200, this);
    }

    getGroups(element) {
      return (groups) => {
        const kept = groups.filter((group) => everything || GROUPS.test(group.id));
        const own = [this.lane(element), this.form(element), ...this.file.templates.flatMap((template) => this.template(element, template))];
        kept.splice(1, 0, ...own.filter(Boolean));
        return kept;
      };
    }

    /** The fields of an element template, grouped as it says. */
    template(element, template) {
      if (!template.appliesTo.includes(element.type)) return [];
      const groups = template.groups.map((group, index) => ({
        id: `sop-${template.id}-${group.id}`,
        label: group.label,
        shouldOpen: index < 2,
        entries: template.properties.filter((field) => field.group === group.id).map((field) => this.field(element, field, template)),
      }));
      return groups;
    }

    field(element, { label, description, binding: { name }, constraints }, template) {
      const wanted = constraints?.pattern && new RegExp(constraints.pattern.value, "u");
      return {
        ...entries[wanted ? "text" : "area"],
        id: `sop-${name}`,
        element, label, description,
        autoResize: true,
        rows: 1,
        debounce: this.debounce,
        getValue: () => this.read(element, name),
        setValue: (value) => this.write(element, name, value, template),
        validate: (value) => (wanted && value && !wanted.test(value) ? constraints.pattern.message : undefined),
      };
    }

    /** Which position of the agency acts in a lane. */
    lane(element) {
      if (element.type !== "bpmn:Lane") return null;
      const held = this.read(element, "jabatan");
      const offered = this.file.positions.map(([value, label]) => ({ value, label }));
      const other = held && !this.file.positions.some(([code]) => code === held) ? [{ value: held, label: held }] : [];
      const choose = (code) => {
        const title = this.file.positions.find(([each]) => each === code)?.[1];
        if (title && !element.businessObject.name) this.modeling.updateProperties(element, { name: title });
        this.write(element, "jabatan", code);
      };
      return this.choice(element, "jabatan", this.file.says.lane, held, [{ value: "", label: this.file.says.byName }, ...other, ...offered], choose);
    }

    /** Which form a step shows. */
    form(element) {
      if (element.type !== "bpmn:UserTask") return null;
      const held = element.businessObject.get("camunda:formRef") || "";
      const known = [...new Set([held, ...this.file.used, ...this.file.forms])].filter(Boolean).map((value) => ({ value, label: value }));
      const choose = (value) => this.modeling.updateProperties(element, { "camunda:formRef": value || undefined, "camunda:formRefBinding": value ? "deployment" : undefined });
      return this.choice(element, "formulir", this.file.says.form, held, [{ value: "", label: this.file.says.none }, ...known], choose);
    }

    choice(element, id, says, value, options, setValue) {
      const entry = { ...entries.select, id: `sop-${id}`, element, label: says.label, description: says.description, getValue: () => value, setValue, getOptions: () => options };
      return { id: `sop-group-${id}`, label: says.label, shouldOpen: true, entries: [entry] };
    }

    /* A pool shows the cover of its process. What stands on the pool itself is read, too. */
    holders(element) {
      const object = element.businessObject;
      return object.processRef ? [object.processRef, object] : [object];
    }
    list(object) {
      return object.extensionElements?.get("values").find((each) => each.$type === "camunda:Properties");
    }
    held(object, name) {
      return this.list(object)?.get("values").find((each) => each.name === name);
    }
    read(element, name) {
      return this.holders(element).map((object) => this.held(object, name)?.value).find(Boolean) || "";
    }

    /** One undoable step: the element has this property and no other change. */
    write(element, name, value, template) {
      const object = this.holders(element).find((each) => this.held(each, name)) || this.holders(element)[0];
      const make = (type, parent, facts) => Object.assign(this.factory.create(type, facts), { $parent: parent });
      const old = object.extensionElements?.get("values") || [];
      const properties = (this.list(object)?.get("values") || []).filter((each) => each.name !== name || value);
      const extension = make("bpmn:ExtensionElements", object, {});
      const list = make("camunda:Properties", extension, {});
      const same = ({ id, name: its, value: was }) => make("camunda:Property", list, { ...(id && { id }), name: its, value: its === name ? value : was });
      list.values = properties.map(same);
      if (value && !this.held(object, name)) list.values.push(make("camunda:Property", list, { name, value }));
      const others = old.filter((each) => each.$type !== "camunda:Properties");
      extension.values = list.values.length ? [list, ...others] : others;
      const marked = template && !object.get("camunda:modelerTemplate");
      this.modeling.updateModdleProperties(element, object, {
        extensionElements: extension.values.length ? extension : undefined,
        ...(marked && { "camunda:modelerTemplate": template.id, "camunda:modelerTemplateVersion": template.version }),
      });
    }
  }
  SopFields.$inject = ["propertiesPanel", "modeling", "bpmnFactory", "debounceInput", "config.file"];

  /* A step that is drawn new is a step for a person. */
  const steps = { __init__: [["elementFactory", (factory) => {
    const create = factory.create.bind(factory);
    factory.create = (kind, facts) => create(kind, facts?.type === "bpmn:Task" && !facts.businessObject ? { ...facts, type: "bpmn:UserTask" } : facts);
  }]] };

  const frame = new EditorFrame(root, { read: async () => (await modeler.saveXML({ format: true })).xml, show });
  let modeler, marked = [];

  async function start() {
    const file = await frame.open();
    const translate = (text, facts = {}) => (file.words[text] || text).replace(/{([^}]+)}/g, (whole, name) => facts[name] ?? whole);
    modeler = new Modeler({
      container: frame.part("canvas"),
      propertiesPanel: { parent: frame.part("panel") },
      moddleExtensions: { camunda },
      additionalModules: [...modules, { translate: ["value", translate] }, { __init__: ["sopFields"], sopFields: ["type", SopFields] }, steps],
      file,
    });
    for (const [part, places] of [["panel", ".bio-properties-panel-header-type, .bio-properties-panel-group-header"], ["canvas", "[class^=bts-]"]])
      new MutationObserver(() => frame.relabel(places, file.words)).observe(frame.part(part), { childList: true, subtree: true, characterData: true });
    frame.write = open;
    await open(file.text);
    modeler.on("commandStack.changed", () => frame.changed());
    modeler.on("selection.changed", ({ newSelection: [chosen] }) => offer(chosen));
    modeler.on("element.changed", ({ element }) => modeler.get("selection").isSelected(element) && offer(element));
    new ResizeObserver(() => modeler.get("canvas").resized()).observe(frame.part("canvas"));
    root.dataset.ready = "true";
    await frame.look();
  }

  async function open(text) {
    await modeler.importXML(text);
    fit(frame.part("canvas").clientWidth < 600 ? 0.5 : 0);
  }

  /** The whole diagram in sight, beside the palette and above the bpmn.io mark; at ``least`` so large, or only a part. */
  function fit(least = 0) {
    const canvas = modeler.get("canvas"), { inner, outer } = canvas.viewbox();
    const scale = Math.max(least, Math.min(1.2, (outer.width - 185) / inner.width, (outer.height - 90) / inner.height));
    canvas.viewbox({ x: inner.x - 130 / scale, y: inner.y - 20 / scale, width: outer.width / scale, height: outer.height / scale });
  }

  /** The way to the form of the chosen step. */
  function offer(element) {
    const form = element?.businessObject.get?.("camunda:formRef");
    const link = frame.part("form");
    link.hidden = !form;
    if (form) link.href = `${frame.at.forms}/${encodeURIComponent(form)}`;
    frame.part("form-name").textContent = form || "";
  }

  /** Every problem on its element and in the list. */
  function show(problems) {
    const [canvas, overlays, registry] = ["canvas", "overlays", "elementRegistry"].map((part) => modeler.get(part));
    overlays.remove({ type: "problem" });
    for (const [id, marker] of marked.splice(0)) if (registry.get(id)) canvas.removeMarker(id, marker);
    const found = new Map();
    for (const problem of problems) if (registry.get(problem.element)) found.set(problem.element, [...(found.get(problem.element) || []), problem]);
    for (const [id, own] of found) {
      const kind = own.some((problem) => problem.severity === "error") ? "error" : "warning";
      const badge = document.createElement("button");
      Object.assign(badge, { type: "button", className: `flag flag-${kind}`, textContent: own.length, title: own.map((problem) => problem.text).join("\n"), onclick: () => go(id) });
      overlays.add(id, "problem", { position: { top: -12, right: 12 }, html: badge });
      canvas.addMarker(id, `has-${kind}`);
      marked.push([id, `has-${kind}`]);
    }
    frame.list(problems, go);
  }

  function go(id) {
    const element = modeler.get("elementRegistry").get(id) || modeler.get("canvas").getRootElement();
    modeler.get("selection").select(element);
    modeler.get("canvas").scrollToElement(element, 80);
  }

  frame.on_undo = () => modeler.get("commandStack").undo();
  frame.on_redo = () => modeler.get("commandStack").redo();
  frame.on_fit = () => fit();
  frame.on_simulate = () => {
    modeler.get("toggleMode").toggleMode();
    if (modeler.get("canvas").zoom() < 0.6) modeler.get("canvas").zoom(0.6, { x: 0, y: 0 }); // below, its buttons are not drawn
    const on = frame.part("canvas").querySelector(".simulation") || frame.part("canvas").classList.contains("simulation");
    root.querySelector('[data-act="simulate"]').setAttribute("aria-pressed", Boolean(on));
  };
  frame.on_everything = () => {
    everything = !everything;
    root.querySelector('[data-act="everything"]').setAttribute("aria-pressed", everything);
    modeler.get("eventBus").fire("propertiesPanel.providersChanged");
  };
  start().catch(() => { document.querySelector('[data-part="failed"]').hidden = false; });
})();
