// The libraries of the form editor, in one file for webui/static/form_editor.js. No code of our own but this list.
import { FormEditor } from "@bpmn-io/form-js-editor";

globalThis.AlurFormEditor = { FormEditor };
