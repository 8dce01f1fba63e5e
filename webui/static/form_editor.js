/* The form editor: form-js with the kinds of fields that Alur runs, and beside it the form as staff will see it.
   No rule lives here: kinds, problems and the preview come from the server. */
(() => {
  "use strict";
  const root = document.querySelector("[data-editor]");
  const frame = new EditorFrame(root, { read: async () => JSON.stringify(editor.saveSchema(), null, 2) + "\n", show });
  const sheet = frame.part("preview");
  let editor;

  async function start() {
    const file = await frame.open();
    editor = new AlurFormEditor.FormEditor({ container: frame.part("canvas") });
    frame.write = (text) => editor.importSchema(JSON.parse(text));
    await frame.write(file.text);
    watch(file);
    editor.on("commandStack.changed", () => frame.changed());
    root.dataset.ready = "true";
    await frame.look();
  }

  /** The library's palette and panel in the reader's words, without the kinds that the gate refuses. */
  function watch({ kinds, words }) {
    const tidy = () => {
      for (const entry of root.querySelectorAll(".fjs-palette-field")) Object.assign(entry, { hidden: !kinds.includes(entry.dataset.fieldType), title: entry.textContent });
      for (const group of root.querySelectorAll(".fjs-palette-group")) group.hidden = !group.querySelector(".fjs-palette-field:not([hidden])");
      frame.relabel(".fjs-palette, .fjs-properties-container", words);
    };
    new MutationObserver(tidy).observe(frame.part("canvas"), { childList: true, subtree: true, characterData: true });
    /* A new field begins with a label in the reader's language. */
    editor.on("commandStack.formField.add.preExecute", ({ context: { formField } }) => {
      for (const part of [formField, ...(formField.values || [])])
        for (const name of ["label", "dateLabel"]) if (words[part[name]]) part[name] = words[part[name]];
    });
    tidy();
  }

  function show(problems, said) {
    frame.list(problems, go);
    if (said?.preview === undefined) return;
    const focused = document.activeElement?.id;
    sheet.innerHTML = said.preview;
    if (focused && sheet.querySelector(`#${CSS.escape(focused)}`)) document.getElementById(focused).focus();
  }

  function go(id) {
    const field = editor.get("formFieldRegistry").get(id);
    if (field) editor.get("selection").set(field);
  }

  /** What is typed into the preview shows what its conditions do; it is kept nowhere. */
  async function retype(submitter) {
    const typed = Object.create(null);
    const entries = new FormData(sheet, submitter);
    for (const name of entries.keys()) typed[`isian:${name}`] = entries.getAll(name);
    const said = await frame.send(frame.at.check, { text: await frame.read(), ...typed }).catch(() => ({}));
    if (said.ok) show(said.problems, said);
  }
  sheet.addEventListener("change", () => retype());
  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    retype(event.submitter);
  });

  frame.on_undo = () => editor.get("commandStack").undo();
  frame.on_redo = () => editor.get("commandStack").redo();
  start().catch(() => { document.querySelector('[data-part="failed"]').hidden = false; });
})();
