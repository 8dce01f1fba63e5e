// The libraries of the diagram editor, in one file for webui/static/editor.js. No code of our own but this list.
import { SelectEntry, TextAreaEntry, TextFieldEntry } from "@bpmn-io/properties-panel";
import * as edited from "@bpmn-io/properties-panel";
import Modeler from "bpmn-js/lib/Modeler";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  CamundaPlatformPropertiesProviderModule,
} from "bpmn-js-properties-panel";
import TokenSimulationModule from "bpmn-js-token-simulation";
import BehaviorsModule from "camunda-bpmn-js-behaviors/lib/camunda-platform";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";

globalThis.AlurModeler = {
  Modeler,
  camunda,
  modules: [
    BpmnPropertiesPanelModule,
    BpmnPropertiesProviderModule,
    CamundaPlatformPropertiesProviderModule,
    BehaviorsModule,
    TokenSimulationModule,
  ],
  entries: {
    text: { component: TextFieldEntry, isEdited: edited.isTextFieldEntryEdited },
    area: { component: TextAreaEntry, isEdited: edited.isTextAreaEntryEdited },
    select: { component: SelectEntry, isEdited: edited.isSelectEntryEdited },
  },
};
