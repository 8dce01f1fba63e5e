// Judges files of element templates as Camunda Modeler does when it loads them, and prints what is wrong in each.
// Usage: node templates.mjs file.json ...
import { readFile } from "node:fs/promises";
import { validateAll } from "@bpmn-io/element-templates-validator";

const found = {};
for (const file of process.argv.slice(2)) {
  const templates = JSON.parse(await readFile(file, "utf8"));
  const { results } = validateAll(templates);
  found[file] = results.flatMap(({ valid, errors }, index) =>
    valid ? [] : (errors ?? [{ message: "not valid" }]).map(({ message }) => `${templates[index].name}: ${message}`),
  );
}
process.stdout.write(JSON.stringify(found));
